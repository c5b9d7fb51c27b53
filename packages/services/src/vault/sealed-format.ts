import { diffieHellman, hkdfSync, type KeyObject } from 'node:crypto'
import { KEY_ID_BYTES, RAW_KEY_BYTES } from './raw-keys.ts'
import { VaultError } from './vault-error.ts'

/**
 * Sealed bytes: `CFS`, version 1, id of the key (8), one-time public key (32), AES-256-GCM of the content, tag (16). The key of
 * AES comes by HKDF-SHA-256 from X25519 of the one-time key and the vault's, so it never serves twice and the nonce may come
 * from the same source. Everything before the content, and the purpose, are its associated data.
 */
export const CIPHER = 'aes-256-gcm'
export const TAG_BYTES = 16
const MAGIC = Buffer.from('CFS')
const VERSION = 1
const KEY_ID_AT = MAGIC.length + 1
const ONE_TIME_AT = KEY_ID_AT + KEY_ID_BYTES
export const HEADER_BYTES = ONE_TIME_AT + RAW_KEY_BYTES

const AES_KEY_BYTES = 32
const NONCE_BYTES = 12
const INFO = 'counterfoil vault v1'

export function buildHeader(keyId: Uint8Array, oneTimeKey: Uint8Array): Buffer {
  return Buffer.concat([MAGIC, Buffer.of(VERSION), keyId, oneTimeKey])
}

export interface SealedParts {
  readonly header: Uint8Array
  /** Hexadecimal. */
  readonly keyId: string
  readonly oneTimeKey: Uint8Array
  readonly content: Uint8Array
  readonly tag: Uint8Array
}

export function splitSealed(sealed: Uint8Array): SealedParts {
  if (!Buffer.from(sealed.subarray(0, MAGIC.length)).equals(MAGIC))
    throw new VaultError('not_sealed', 'These bytes were not made by the vault.')
  const version = sealed[MAGIC.length]
  if (version !== undefined && version !== VERSION)
    throw new VaultError('unknown_version', `This was sealed in format ${version}; this Counterfoil knows format ${VERSION}.`)
  if (sealed.length < HEADER_BYTES + TAG_BYTES) throw new VaultError('not_sealed', 'These sealed bytes were cut short.')
  return {
    header: sealed.subarray(0, HEADER_BYTES),
    keyId: Buffer.from(sealed.subarray(KEY_ID_AT, ONE_TIME_AT)).toString('hex'),
    oneTimeKey: sealed.subarray(ONE_TIME_AT, HEADER_BYTES),
    content: sealed.subarray(HEADER_BYTES, sealed.length - TAG_BYTES),
    tag: sealed.subarray(sealed.length - TAG_BYTES),
  }
}

/** The key and nonce of one sealing. Throws for public keys of small order, with which there is no secret. */
export function agreeOnKey(
  halves: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
  oneTimeKey: Uint8Array,
  vaultKey: Uint8Array,
): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const salt = Buffer.concat([oneTimeKey, vaultKey])
  const made = new Uint8Array(hkdfSync('sha256', diffieHellman(halves), salt, INFO, AES_KEY_BYTES + NONCE_BYTES))
  return { key: made.subarray(0, AES_KEY_BYTES), nonce: made.subarray(AES_KEY_BYTES) }
}

const PURPOSE = /^[a-z][a-z0-9_.:/-]{0,199}$/

/** What the cipher binds beside the content: moved to another place or purpose, it opens no more. */
export function associatedData(header: Uint8Array, purpose: string): Uint8Array {
  if (!PURPOSE.test(purpose)) throw new TypeError(`"${purpose}" is no purpose: use small letters, digits and . : / - _`)
  return Buffer.concat([header, Buffer.from(purpose)])
}
