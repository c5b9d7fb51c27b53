import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'

export interface KeyPair {
  /** Raw 32 bytes, base64. */
  readonly publicKey: string
  /** PKCS #8 DER, base64. */
  readonly privateKey: string
}

/** Makes a new Ed25519 pair from the system's randomness. */
export function createKeyPair(): KeyPair {
  const pair = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKeyText(pair.publicKey),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  }
}

/** Raw base64 → key object. Importing costs more than checking a signature: keep the result. Throws if it is no Ed25519 key. */
export function publicKeyObject(publicKey: string): KeyObject {
  const raw = Buffer.from(publicKey, 'base64')
  if (raw.length !== 32) throw new TypeError(`an Ed25519 public key is 32 bytes in base64; this one has ${raw.length}`)
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })
}

/** Key object → raw base64. */
export function publicKeyText(key: KeyObject): string {
  const { x } = key.export({ format: 'jwk' })
  if (key.asymmetricKeyType !== 'ed25519' || x === undefined) throw new TypeError('not an Ed25519 key')
  return Buffer.from(x, 'base64url').toString('base64')
}

/** PKCS #8 base64 → key object, to be kept by whoever signs often. */
export function privateKeyObject(privateKey: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
}

/** Signs the UTF-8 bytes of `text`; the answer is base64. */
export function signText(privateKey: string | KeyObject, text: string): string {
  const key = typeof privateKey === 'string' ? privateKeyObject(privateKey) : privateKey
  return sign(null, Buffer.from(text, 'utf8'), key).toString('base64')
}

/** Checks a signature in the thread pool. Anything unreadable is a wrong signature, never an exception. */
export function verifyText(publicKey: string | KeyObject, text: string, signature: string): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const key = typeof publicKey === 'string' ? publicKeyObject(publicKey) : publicKey
      verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'), (error, valid) =>
        resolve(error === null && valid),
      )
    } catch {
      resolve(false)
    }
  })
}

/** The same, at once on this thread. */
export function verifyTextSync(publicKey: string | KeyObject, text: string, signature: string): boolean {
  try {
    const key = typeof publicKey === 'string' ? publicKeyObject(publicKey) : publicKey
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
