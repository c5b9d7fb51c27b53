import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto'
import type { Primitives, Sha256, SignEd25519, VerifyEd25519 } from './primitives.ts'

/** RFC 8410: what stands before the raw 32 bytes in the DER of a private (PKCS #8) and a public (SPKI) Ed25519 key. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

export const nodeSha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer')

export const nodeVerifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    return verify(
      null,
      message,
      createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: 'der', type: 'spki' }),
      signature,
    )
  } catch {
    return false
  }
}

export const nodeSignEd25519: SignEd25519 = (seed, message) => sign(null, message, seedKey(seed))

/** The raw public key of a seed. */
export function nodePublicKey(seed: Uint8Array): Uint8Array {
  const { x } = createPublicKey(seedKey(seed)).export({ format: 'jwk' })
  return Buffer.from(x ?? '', 'base64url')
}

export const nodePrimitives: Primitives = { sha256: nodeSha256, verifyEd25519: nodeVerifyEd25519 }

function seedKey(seed: Uint8Array) {
  if (seed.length !== 32) throw new TypeError(`an Ed25519 seed has 32 bytes, this one has ${seed.length}`)
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' })
}
