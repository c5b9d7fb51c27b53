import { concatBytes } from '../crypto/bytes.ts'
import { base64, hex, readBase64, readUtf8 } from '../crypto/text.ts'
import { isKeyName } from './verifier-key.ts'

const MOST_SIGNATURES = 100
const KEY_ID_BYTES = 4

export interface NoteSignature {
  readonly name: string
  /** Of the key that is said to have signed. */
  readonly id: string
  /** What follows the id: for a cosignature/v1 its time and then the Ed25519 signature. */
  readonly signature: Uint8Array
  /** As it stands in the note, without its line feed. */
  readonly line: string
}

export interface NoteText {
  /** What is signed, with its last line feed. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** C2SP signed-note: text, an empty line, signature lines. Undefined for what is no note. */
export function parseNote(note: string | Uint8Array): NoteText | undefined {
  const all = typeof note === 'string' ? (note.isWellFormed() ? note : undefined) : readUtf8(note)
  if (all === undefined || hasControlCharacter(all)) return undefined
  const end = all.lastIndexOf('\n\n')
  if (end < 0 || !all.endsWith('\n')) return undefined
  const lines = all.slice(end + 2).split('\n')
  lines.pop()
  if (lines.length === 0 || lines.length > MOST_SIGNATURES) return undefined
  const signatures = lines.map(parseSignatureLine)
  if (signatures.some((signature) => signature === undefined)) return undefined
  return { text: all.slice(0, end + 1), signatures: signatures.filter((signature) => signature !== undefined) }
}

/** Control characters other than the line feed could make people see another text than was signed. */
function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x20 && code !== 0x0a) return true
  }
  return false
}

/** `— name base64(id ‖ signature)`, without a line feed; undefined for what is none. */
export function parseSignatureLine(line: string): NoteSignature | undefined {
  const match = /^— ([^ ]+) ([^ ]+)$/u.exec(line)
  const [, name = '', encoded = ''] = match ?? []
  const bytes = readBase64(encoded)
  if (match === null || !isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined
  return { name, id: hex(bytes.subarray(0, KEY_ID_BYTES)), signature: bytes.subarray(KEY_ID_BYTES), line }
}

/** The inverse: without a line feed. */
export function formatSignatureLine(name: string, id: string, signature: Uint8Array): string {
  const idBytes = Uint8Array.from(id.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return `— ${name} ${base64(concatBytes(idBytes, signature))}`
}
