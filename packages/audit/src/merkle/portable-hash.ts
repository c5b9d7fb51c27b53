import { concatBytes } from '../crypto/bytes.ts'
import type { Sha256 } from '../crypto/primitives.ts'

/** RFC 6962 2.1 over any SHA-256: SHA-256(0x00 ‖ body). */
export function leafHashWith(sha256: Sha256, body: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(0), body))
}

/** RFC 6962 2.1 over any SHA-256: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHashWith(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(1), left, right))
}
