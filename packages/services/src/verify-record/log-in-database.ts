import { type BundleSource, formatManifest, MANIFEST_FILE, MalformedBundle, parseVerifierKey } from '@counterfoil/audit'
import { bundleFiles, frontierBefore } from '../audit/bundle-files.ts'
import { findLogKeys, type LogIdentity } from '../audit/log-key.ts'
import type { LogRange } from '../audit/log-range.ts'
import type { Queryable } from '../audit/read-tree.ts'

/** The log as the database holds it, read by the very verifier that reads bundles: page by page, nothing is written. */
export async function logInDatabase(client: Queryable, identity: LogIdentity, range: LogRange): Promise<BundleSource> {
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
  const contentOf = async (wanted: string) => {
    for await (const { name, content } of bundleFiles(client, range)) if (name === wanted) return content
    throw new MalformedBundle(`${wanted} is missing`)
  }
  const names = [MANIFEST_FILE]
  for await (const { name } of bundleFiles(client, range)) names.push(name)
  return {
    // Nobody knows how large they are before they are read, and the verifier does not ask.
    files: new Map(names.map((name) => [name, 0])),
    async *read(name) {
      if (name === MANIFEST_FILE) yield Buffer.from(manifest)
      else yield* await contentOf(name)
    },
    close: () => Promise.resolve(),
  }
}
