import { concatBytes } from '../crypto/bytes.ts'
import type { Sha256 } from '../crypto/primitives.ts'
import { base64, hex, readBase64, utf8 } from '../crypto/text.ts'

/** Algorithm bytes of C2SP signed-note: a plain Ed25519 signature, and a witness's timestamped cosignature/v1. */
export const ED25519 = 0x01
export const COSIGNATURE_V1 = 0x04
export type NoteAlgorithm = typeof ED25519 | typeof COSIGNATURE_V1

export interface VerifierKey {
  readonly name: string
  /** First four bytes of SHA-256(name ‖ LF ‖ algorithm ‖ public key), hex. */
  readonly id: string
  readonly algorithm: NoteAlgorithm
  readonly publicKey: Uint8Array
}

/** White space as Unicode counts it, and the plus that parts a key's fields. */
const NOT_IN_NAME = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]/u

export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !NOT_IN_NAME.test(name)
}

export function createVerifierKeyWith(
  sha256: Sha256,
  name: string,
  publicKey: Uint8Array,
  algorithm: NoteAlgorithm,
): VerifierKey {
  if (!isKeyName(name)) throw new TypeError(`"${name}" cannot name a key: it is empty or holds white space or a plus`)
  if (publicKey.length !== 32) throw new TypeError(`an Ed25519 public key has 32 bytes, this one has ${publicKey.length}`)
  const id = hex(sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(algorithm), publicKey)).subarray(0, 4))
  return { name, id, algorithm, publicKey }
}

/** Reads `name+id+base64(algorithm ‖ key)`; throws a TypeError that says what is wrong with it. */
export function parseVerifierKeyWith(sha256: Sha256, text: string): VerifierKey {
  const first = text.indexOf('+')
  const second = text.indexOf('+', first + 1)
  if (first < 0 || second < 0) throw new TypeError('a verifier key is name+id+key')
  const name = text.slice(0, first)
  const id = text.slice(first + 1, second)
  const bytes = readBase64(text.slice(second + 1))
  if (bytes === undefined || bytes.length === 0) throw new TypeError(`the key of ${name} is no base64`)
  const [algorithm] = bytes
  if (algorithm !== ED25519 && algorithm !== COSIGNATURE_V1)
    throw new TypeError(`the key of ${name} has an algorithm that is not known here: ${algorithm}`)
  const key = createVerifierKeyWith(sha256, name, bytes.subarray(1), algorithm)
  if (key.id !== id) throw new TypeError(`the key of ${name} has the id ${key.id}, not ${id}`)
  return key
}

export function formatVerifierKey({ name, id, algorithm, publicKey }: VerifierKey): string {
  return `${name}+${id}+${base64(concatBytes(Uint8Array.of(algorithm), publicKey))}`
}
