import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { canonicalize } from '@tufjs/canonical-json'
import { Key } from '@tufjs/models'

/** An Ed25519 pair; the id is the hash of the public part as TUF writes it. */
export interface SigningKey {
  readonly id: string
  readonly key: Key
  readonly privateKey: KeyObject
}

export function createSigningKey(): SigningKey {
  return signingKey(generateKeyPairSync('ed25519').privateKey)
}

/** Throws for anything but an Ed25519 key in PEM. */
export function readSigningKey(pem: string): SigningKey {
  return signingKey(createPrivateKey(pem))
}

export function writeSigningKey({ privateKey }: SigningKey): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

export function signBytes({ privateKey }: SigningKey, bytes: Uint8Array): string {
  return sign(null, bytes, privateKey).toString('hex')
}

function signingKey(privateKey: KeyObject): SigningKey {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('This is no Ed25519 key.')
  // The last 32 bytes of the DER form are the key itself (RFC 8410).
  const raw = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(-32)
  const public_ = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw.toString('hex') } }
  const id = createHash('sha256').update(canonicalize(public_)).digest('hex')
  return { id, privateKey, key: Key.fromJSON(id, public_) }
}
