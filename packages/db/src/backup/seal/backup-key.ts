import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scryptSync,
} from 'node:crypto'
import { BackupError } from '../backup-error.ts'
import { CIPHER, rawX25519, TAG_BYTES } from './sealed-layout.ts'

/** The private half under a passphrase, as it may lie beside the backup. */
export interface WrappedKey {
  readonly kdf: 'scrypt'
  readonly n: number
  readonly r: number
  readonly p: number
  /** Base64url, all three. */
  readonly salt: string
  readonly nonce: string
  readonly sealed: string
}

export interface BackupKeyPair {
  readonly publicKey: Buffer
  readonly privateKey: KeyObject
}

export function makeBackupKey(): BackupKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  return { publicKey: rawX25519(publicKey), privateKey }
}

/** 128 MiB and about half a second a guess. */
const COST = { n: 2 ** 17, r: 8, p: 1 }

export function wrapKey(privateKey: KeyObject, passphrase: string, cost = COST): WrappedKey {
  if (passphrase.length < 12) throw new BackupError('The passphrase must have twelve characters at least.')
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv(CIPHER, derive(passphrase, salt, cost), nonce)
  const raw = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
  const sealed = Buffer.concat([cipher.update(raw), cipher.final(), cipher.getAuthTag()])
  return { kdf: 'scrypt', ...cost, salt: text(salt), nonce: text(nonce), sealed: text(sealed) }
}

export function unwrapKey(wrapped: WrappedKey, passphrase: string, publicKey: Uint8Array): KeyObject {
  const sealed = Buffer.from(wrapped.sealed, 'base64url')
  const key = derive(passphrase, Buffer.from(wrapped.salt, 'base64url'), wrapped)
  const decipher = createDecipheriv(CIPHER, key, Buffer.from(wrapped.nonce, 'base64url'), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    const raw = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
    return privateFrom(raw, publicKey)
  } catch {
    throw new BackupError('The passphrase is not the one this backup was set up with.')
  }
}

const PRIVATE = /^counterfoil-backup-secret:([\w-]{43}):([\w-]{43})$/
const PUBLIC = /^counterfoil-backup-key:([\w-]{43})$/

/** One line for the file of somebody who keeps the private half elsewhere. */
export function secretLine({ privateKey, publicKey }: BackupKeyPair): string {
  return `counterfoil-backup-secret:${privateKey.export({ format: 'jwk' }).d}:${text(publicKey)}`
}

export function keyLine(publicKey: Uint8Array): string {
  return `counterfoil-backup-key:${text(publicKey)}`
}

export function parseKeyLine(line: string): Buffer {
  const match = PUBLIC.exec(line.trim())
  if (!match?.[1]) throw new BackupError('This is no public key of a backup (counterfoil-backup-key:…).')
  return Buffer.from(match[1], 'base64url')
}

export function parseSecretLine(line: string, publicKey: Uint8Array): KeyObject {
  const match = PRIVATE.exec(line.trim())
  if (!match?.[1] || !match[2]) throw new BackupError('This file holds no secret of a backup (counterfoil-backup-secret:…).')
  if (!Buffer.from(match[2], 'base64url').equals(publicKey))
    throw new BackupError('This secret belongs to another backup folder.')
  return privateFrom(Buffer.from(match[1], 'base64url'), publicKey)
}

function privateFrom(raw: Buffer, publicKey: Uint8Array): KeyObject {
  const key = { kty: 'OKP', crv: 'X25519', d: text(raw), x: text(publicKey) }
  return createPrivateKey({ key, format: 'jwk' })
}

function derive(passphrase: string, salt: Buffer, { n, r, p }: { n: number; r: number; p: number }): Buffer {
  return scryptSync(passphrase.normalize('NFC'), salt, 32, { N: n, r, p, maxmem: 256 * n * r })
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
