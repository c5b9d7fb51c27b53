import { concatBytes } from '../crypto/bytes.ts'
import { nodePublicKey, nodeSha256, nodeSignEd25519 } from '../crypto/node-primitives.ts'
import { base64, readBase64, utf8 } from '../crypto/text.ts'
import { formatSignatureLine } from './note-text.ts'
import { createVerifierKeyWith, ED25519, type NoteAlgorithm, type VerifierKey } from './verifier-key.ts'
import { cosignedMessage, joinCosignature } from './verify-signature.ts'

export interface SignerKey extends VerifierKey {
  /** The 32 bytes an Ed25519 key is made from. Secret. */
  readonly seed: Uint8Array
}

const PREFIX = 'PRIVATE+KEY+'

export function createSignerKey(name: string, seed: Uint8Array, algorithm: NoteAlgorithm = ED25519): SignerKey {
  return { ...createVerifierKeyWith(nodeSha256, name, nodePublicKey(seed), algorithm), seed }
}

/** Reads `PRIVATE+KEY+name+id+base64(algorithm ‖ seed)`; throws a TypeError that does not repeat the secret. */
export function parseSignerKey(text: string): SignerKey {
  const [name = '', id, encoded = '', ...more] = text.slice(PREFIX.length).split('+')
  // Base64 has pluses of its own.
  const bytes = readBase64([encoded, ...more].join('+'))
  if (!text.startsWith(PREFIX) || bytes?.length !== 33) throw new TypeError('a signer key is PRIVATE+KEY+name+id+key')
  const algorithm = bytes[0]
  if (algorithm !== 0x01 && algorithm !== 0x04)
    throw new TypeError(`the key of ${name} has an algorithm that is not known here: ${algorithm}`)
  const key = createSignerKey(name, bytes.subarray(1), algorithm)
  if (key.id !== id) throw new TypeError(`the key of ${name} has the id ${key.id}, not ${id}`)
  return key
}

export function formatSignerKey({ name, id, algorithm, seed }: SignerKey): string {
  return `${PREFIX}${name}+${id}+${base64(concatBytes(Uint8Array.of(algorithm), seed))}`
}

/** Signs a text that ends in a line feed; gives the whole note. */
export function signNote(text: string, ...signers: readonly SignerKey[]): string {
  if (!text.endsWith('\n')) throw new TypeError('the text of a note ends in a line feed')
  const lines = signers.map((signer) => {
    if (signer.algorithm !== ED25519) throw new TypeError(`${signer.name} is a witness's key: it cosigns checkpoints`)
    return `${formatSignatureLine(signer.name, signer.id, nodeSignEd25519(signer.seed, utf8(text)))}\n`
  })
  return `${text}\n${lines.join('')}`
}

/** The note with one more signature line, which is not looked at; the same line is not added twice. */
export function addSignatureLine(note: string, line: string): string {
  return note.split('\n').includes(line) ? note : `${note}${line}\n`
}

/** What a witness's signature line says: its time and Ed25519 signature over the checkpoint's text. */
export function cosignatureLine(text: string, witness: SignerKey, timeSeconds: bigint): string {
  const signature = nodeSignEd25519(witness.seed, cosignedMessage(text, timeSeconds))
  return formatSignatureLine(witness.name, witness.id, joinCosignature(timeSeconds, signature))
}
