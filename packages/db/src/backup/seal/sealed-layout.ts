import { createPublicKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto'

/** A sealed file: this, the one-time public key (32 bytes), then chunks, each with its own tag; the last one is marked. */
export const MAGIC = Buffer.from('CFBACKUP1\n')
export const KEY_BYTES = 32
export const CHUNK_BYTES = 1024 * 1024
export const TAG_BYTES = 16
export const CIPHER = 'aes-256-gcm'

/** One key for each sealed file: the one-time half is never used again, so counting chunks is nonce enough. */
export function agreeOnKey(privateKey: KeyObject, publicKey: KeyObject, oneTime: Uint8Array, recipient: Uint8Array): Buffer {
  const shared = diffieHellman({ privateKey, publicKey })
  const salt = Buffer.concat([oneTime, recipient])
  return Buffer.from(hkdfSync('sha256', shared, salt, 'counterfoil backup chunks v1', 32))
}

/** Number of the chunk and whether it is the last: chunks cannot be swapped, dropped or cut off unseen. */
export function chunkNonce(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(index), 0)
  nonce[11] = last ? 1 : 0
  return nonce
}

export function x25519Public(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' })
}

export function rawX25519(key: KeyObject): Buffer {
  const { x } = key.export({ format: 'jwk' })
  return Buffer.from(x ?? '', 'base64url')
}
