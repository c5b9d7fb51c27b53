import {
  addSignatureLine,
  CHECKPOINT_SEPARATOR,
  CHECKPOINTS_FILE,
  formatManifest,
  MANIFEST_FILE,
  openCheckpoint,
  type VerifierKey,
} from '@counterfoil/audit'
import { entriesAndLeaves, frontierBefore } from '../audit/bundle-files.ts'
import type { LogRange } from '../audit/log-range.ts'
import type { Queryable } from '../audit/read-tree.ts'
import type { FileToZip } from '../zip/index.ts'

export interface BundleOf extends LogRange {
  readonly origin: string
  /** Signed the checkpoint at the end. */
  readonly logKey: VerifierKey
  readonly madeAt: Date
}

/**
 * A bundle as `export audit` makes it, without personal values, which stay in the database so that they can be erased, and with
 * the last checkpoint of each hour: those between prove nothing that it does not.
 */
export async function* archiveBundle(
  client: Queryable,
  { origin, logKey, madeAt, ...range }: BundleOf,
): AsyncGenerator<FileToZip> {
  const manifest = formatManifest({
    origin,
    logKey,
    from: range.from,
    to: range.to,
    frontier: await frontierBefore(client, range.from),
    madeAt: madeAt.toISOString(),
    witnesses: [],
    quorum: 0,
  })
  yield { name: MANIFEST_FILE, content: whole(manifest) }
  yield* entriesAndLeaves(client, range)
  yield { name: CHECKPOINTS_FILE, content: whole(await hourlyNotes(client, range, { origin, logKey })) }
}

/** At most 745 notes a month: those of a key that is not in use any more are left out. */
async function hourlyNotes(
  client: Queryable,
  { from, to }: LogRange,
  keys: { readonly origin: string; readonly logKey: VerifierKey },
): Promise<string> {
  const { rows } = await client.query<{ note: string; lines: string[] }>(
    `select c.note, array(select line from audit_cosignature o where o.size = c.size and o.signed_at = c.signed_at order by o.witness) as lines
     from (select distinct on (date_trunc('hour', signed_at)) size, signed_at, note from audit_checkpoint
           where size > $1 and size <= $2 order by date_trunc('hour', signed_at), size desc, signed_at desc) c
     order by c.size, c.signed_at`,
    [from, to],
  )
  return rows
    .filter(({ note }) => openCheckpoint(note, { ...keys, trusted: [] }).ok)
    .map(({ note, lines }) => lines.reduce(addSignatureLine, note))
    .join(CHECKPOINT_SEPARATOR)
}

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
