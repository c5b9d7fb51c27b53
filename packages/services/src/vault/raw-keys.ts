import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

export const RAW_KEY_BYTES = 32

export type Curve = 'x25519' | 'ed25519'

/** RFC 8410, 7: PKCS #8 around the 32 private bytes; the last number of the object identifier tells the curve. */
const pkcs8Before = {
  x25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
  ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
} as const
const jwkCurve = { x25519: 'X25519', ed25519: 'Ed25519' } as const

export function privateKeyFrom(curve: Curve, raw: Uint8Array): KeyObject {
  checkLength(curve, 'private', raw)
  return createPrivateKey({ key: Buffer.concat([pkcs8Before[curve], raw]), format: 'der', type: 'pkcs8' })
}

export function publicKeyFrom(curve: Curve, raw: Uint8Array): KeyObject {
  checkLength(curve, 'public', raw)
  const x = Buffer.from(raw).toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: jwkCurve[curve], x }, format: 'jwk' })
}

/** The public half's 32 bytes, of either half. */
export function rawPublicKey(key: KeyObject): Uint8Array<ArrayBuffer> {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })
  if (x === undefined) throw new TypeError('This key has no raw public half.')
  return new Uint8Array(Buffer.from(x, 'base64url'))
}

export const KEY_ID_BYTES = 8

/** Names a key in headers and lists: the beginning of its fingerprint. */
export function keyIdOf(publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(publicKey).digest().subarray(0, KEY_ID_BYTES))
}

function checkLength(curve: Curve, half: string, raw: Uint8Array): void {
  if (raw.length !== RAW_KEY_BYTES)
    throw new TypeError(`An ${curve} ${half} key has ${RAW_KEY_BYTES} bytes; this one has ${raw.length}.`)
}
