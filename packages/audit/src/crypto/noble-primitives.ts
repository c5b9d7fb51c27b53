import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Primitives } from './primitives.ts'

/** For browsers: WebCrypto has no Ed25519 everywhere, and answers only later. */
export const noblePrimitives: Primitives = {
  sha256,
  verifyEd25519: (publicKey, message, signature) => {
    try {
      // As strict as node:crypto: RFC 8032 without the latitude of ZIP 215.
      return ed25519.verify(signature, message, publicKey, { zip215: false })
    } catch {
      return false
    }
  },
}
