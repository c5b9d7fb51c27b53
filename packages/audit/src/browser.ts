import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Primitives } from './crypto/primitives.ts'

/** What checks an entry without node and without the server. Pages on plain HTTP have no WebCrypto, hence @noble. */
export { type OpenedCheckpoint, openCheckpointWith } from './checkpoints/open-checkpoint.ts'
export { sameBytes } from './crypto/bytes.ts'
export type { Primitives, Sha256, VerifyEd25519 } from './crypto/primitives.ts'
export { checkConsistency } from './merkle/check-consistency.ts'
export { checkInclusion, type Verdict } from './merkle/check-inclusion.ts'
export { leafHashWith } from './merkle/portable-hash.ts'
export { parseVerifierKeyWith, type VerifierKey } from './notes/verifier-key.ts'

export const browserPrimitives: Primitives = {
  sha256: (bytes) => sha256(bytes),
  verifyEd25519: (publicKey, message, signature) => {
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false })
    } catch {
      return false
    }
  },
}
