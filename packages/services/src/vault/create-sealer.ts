import { createCipheriv, generateKeyPairSync } from 'node:crypto'
import { keyIdOf, publicKeyFrom, rawPublicKey } from './raw-keys.ts'
import { agreeOnKey, associatedData, buildHeader, CIPHER } from './sealed-format.ts'

/** Can put things into the vault, and take nothing out of it. */
export interface Sealer {
  /** Hexadecimal; also in the header of everything it seals. */
  readonly keyId: string
  /** `purpose` says what it is and where it belongs, e.g. `card_alarm/<id>`: it opens for the same purpose only. */
  seal(purpose: string, plain: Uint8Array): Uint8Array<ArrayBuffer>
}

/** Seals for the holder of the private half of these 32 bytes (X25519). Throws for bytes that are no such key. */
export function createSealer(publicKey: Uint8Array): Sealer {
  const vault = publicKeyFrom('x25519', publicKey)
  const keyId = keyIdOf(publicKey)
  return {
    keyId: Buffer.from(keyId).toString('hex'),
    seal(purpose, plain) {
      const oneTime = generateKeyPairSync('x25519')
      const oneTimeKey = rawPublicKey(oneTime.publicKey)
      const { key, nonce } = agreeOnKey({ privateKey: oneTime.privateKey, publicKey: vault }, oneTimeKey, publicKey)
      const header = buildHeader(keyId, oneTimeKey)
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(associatedData(header, purpose))
      return new Uint8Array(Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
    },
  }
}
