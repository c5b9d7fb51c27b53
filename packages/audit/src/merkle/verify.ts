import { nodeSha256 } from '../crypto/node-primitives.ts'
import type { Sha256 } from '../crypto/primitives.ts'
import { type ConsistencyClaim, checkConsistency } from './check-consistency.ts'
import { checkInclusion, type InclusionClaim, type Verdict } from './check-inclusion.ts'

/** Is this leaf in that tree? */
export function verifyInclusion(claim: InclusionClaim, sha256: Sha256 = nodeSha256): Verdict {
  return checkInclusion(claim, sha256)
}

/** Is the older tree the beginning of the newer? */
export function verifyConsistency(claim: ConsistencyClaim, sha256: Sha256 = nodeSha256): Verdict {
  return checkConsistency(claim, sha256)
}
