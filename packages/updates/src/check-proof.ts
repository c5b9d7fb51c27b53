import { Metadata, MetadataKind } from '@tufjs/models'
import { z } from 'zod'
import { archiveName, type PlatformId, type Release, readRelease } from './release.ts'
import { UpdateProblem } from './update-problem.ts'

/** What lies beside an installed version, so that a launcher without a network can see whose it is. */
export const VersionProof = z.object({
  /** Every root after the pinned one, in order (TUF 5.3). */
  roots: z.array(z.string()),
  targets: z.string(),
})
export type VersionProof = z.infer<typeof VersionProof>

/**
 * The release that the chain's own key signed, from the pinned root on. Expiry is not looked at: what was installed in time may
 * run for as long as it is there. Throws `UpdateProblem`.
 */
export function checkProof(pinnedRoot: string, proof: VersionProof, version: string, platform: PlatformId): Release {
  const targets = orBadSignature(() => {
    let root = Metadata.fromJSON(MetadataKind.Root, JSON.parse(pinnedRoot))
    for (const text of proof.roots) {
      const next = Metadata.fromJSON(MetadataKind.Root, JSON.parse(text))
      root.verifyDelegate(MetadataKind.Root, next)
      next.verifyDelegate(MetadataKind.Root, next)
      if (next.signed.version !== root.signed.version + 1) throw new Error('a root is missing')
      root = next
    }
    const signed = Metadata.fromJSON(MetadataKind.Targets, JSON.parse(proof.targets))
    root.verifyDelegate(MetadataKind.Targets, signed)
    return signed.signed.targets
  })
  const target = targets[archiveName(version, platform)]
  if (target === undefined)
    throw new UpdateProblem('unknown_version', `Version ${version} for ${platform} is not on the signed list.`)
  return readRelease(target)
}

function orBadSignature<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    throw new UpdateProblem('bad_signature', 'This version was not signed by the chain’s own key.', error)
  }
}
