import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { VerifyEd25519 } from './primitives.ts'

/** Checks by keys it has seen before: to import one costs more than to check a signature. For one run, over few keys. */
export function cachedVerifyEd25519(): VerifyEd25519 {
  const keys = new Map<string, KeyObject>()
  return (publicKey, message, signature) => {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    const x = Buffer.from(publicKey).toString('base64url')
    try {
      const key = keys.get(x) ?? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
      keys.set(x, key)
      return verify(null, message, key, signature)
    } catch {
      return false
    }
  }
}
