import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface MadeFile {
  readonly name: string
  /** Hexadecimal. */
  readonly sha256: string
}

const SUMS = 'SHA256SUMS'

/** The maker's key: Ed25519, PEM (PKCS #8), as `openssl genpkey -algorithm ed25519` makes it. */
export function readSigningKey(path: string): KeyObject {
  const key = createPrivateKey(readFileSync(path))
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`${path} is no Ed25519 key: openssl genpkey -algorithm ed25519 -out ${path}`)
  return key
}

/** Writes the list that `sha256sum -c` reads, and with a key its signature as `openssl pkeyutl -verify -rawin` reads it. */
export function writeSums(folder: string, made: readonly MadeFile[], key?: KeyObject): string[] {
  const list = Buffer.from(made.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''))
  writeFileSync(join(folder, SUMS), list)
  if (key === undefined) return [SUMS]
  writeFileSync(join(folder, `${SUMS}.sig`), sign(null, list, key))
  return [SUMS, `${SUMS}.sig`]
}
