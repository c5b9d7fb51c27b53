import {
  type BundleSource,
  CHECKPOINTS_FILE,
  entriesFile,
  firstOfEntriesFile,
  formatManifest,
  LEAVES_FILE,
  MANIFEST_FILE,
  MalformedBundle,
  PERSONAL_FILE,
  parseVerifierKey,
} from '@counterfoil/audit'
import { checkpointNotes, entryLines, filesOf, frontierBefore, leafHashes, personalLines } from '../audit/bundle-files.ts'

import { findLogKeys, type LogIdentity } from '../audit/log-key.ts'
import type { LogRange } from '../audit/log-range.ts'
import type { Queryable } from '../audit/read-tree.ts'
import { within, without } from './missing-bodies.ts'
import type { OpenedMonths } from './open-months.ts'

export interface LogParts {
  readonly range: LogRange
  /** Months that are read from their files. */
  readonly opened: OpenedMonths['sources']
  /** Entries of which the hash alone is at hand, ascending. */
  readonly away: readonly LogRange[]
}

/** The log as the database and its archives hold it, read by the very verifier that reads bundles: page by page, nothing is written. */
export async function logInDatabase(
  client: Queryable,
  identity: LogIdentity,
  { range, opened, away }: LogParts,
): Promise<BundleSource> {
  const { origin, logKey } = identity
  if (logKey === null) throw new MalformedBundle('the log has no key yet')
  const { first, later } = await findLogKeys(client, { origin, logKey }, range)
  const manifest = formatManifest({
    origin,
    logKey: parseVerifierKey(first),
    laterLogKeys: later.map(({ key, from }) => ({ key: parseVerifierKey(key), from })),
    ...range,
    frontier: await frontierBefore(client, range.from),
    madeAt: new Date(0).toISOString(),
    witnesses: [],
    quorum: 0,
  })
  const isAway = within(away)
  const contents = new Map<string, () => AsyncIterable<Uint8Array>>([
    [MANIFEST_FILE, () => whole(manifest)],
    [LEAVES_FILE, () => leafHashes(client, range)],
    [CHECKPOINTS_FILE, () => checkpointNotes(client, range)],
    [PERSONAL_FILE, () => personalLines(client, range, isAway)],
  ])
  for (const stretch of without([range], opened))
    for (const part of filesOf(stretch)) contents.set(entriesFile(part.from), () => entryLines(client, part, isAway))
  for (const { source, ...month } of opened)
    for (const name of source.files.keys())
      if (within([month])(firstOfEntriesFile(name) ?? -1)) contents.set(name, () => source.read(name))
  return {
    // Nobody knows how large they are before they are read, and the verifier does not ask.
    files: new Map([...contents.keys()].map((name) => [name, 0])),
    away,
    async *read(name) {
      const content = contents.get(name)
      if (content === undefined) throw new MalformedBundle(`${name} is missing`)
      yield* content()
    },
    close: () => Promise.resolve(),
  }
}

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
