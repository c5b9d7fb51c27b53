import { createDecipheriv, type KeyObject } from 'node:crypto'
import { keyIdOf, publicKeyFrom, rawPublicKey } from './raw-keys.ts'
import { agreeOnKey, associatedData, CIPHER, splitSealed, TAG_BYTES } from './sealed-format.ts'
import { VaultError } from './vault-error.ts'

/** Takes things out of the vault: for the hub process and the command line on the server only. */
export interface Opener {
  /** Throws a `VaultError` that says why it does not open. */
  open(purpose: string, sealed: Uint8Array): Uint8Array<ArrayBuffer>
}

/** Opens what was sealed for any of these keys (X25519): the current one and those before it. */
export function createOpener(privateKeys: readonly KeyObject[]): Opener {
  const vaults = new Map(
    privateKeys.map((privateKey) => {
      const publicKey = rawPublicKey(privateKey)
      return [Buffer.from(keyIdOf(publicKey)).toString('hex'), { privateKey, publicKey }]
    }),
  )
  return {
    open(purpose, sealed) {
      const { header, keyId, oneTimeKey, content, tag } = splitSealed(sealed)
      const vault = vaults.get(keyId)
      if (vault === undefined)
        throw new VaultError('unknown_key', `This was sealed for the key ${keyId}, which is not among those here.`)
      const bound = associatedData(header, purpose)
      try {
        const halves = { privateKey: vault.privateKey, publicKey: publicKeyFrom('x25519', oneTimeKey) }
        const { key, nonce } = agreeOnKey(halves, oneTimeKey, vault.publicKey)
        const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(bound).setAuthTag(tag)
        return new Uint8Array(Buffer.concat([decipher.update(content), decipher.final()]))
      } catch {
        throw new VaultError('not_genuine', `This was changed since it was sealed, or it was not sealed as "${purpose}".`)
      }
    },
  }
}
