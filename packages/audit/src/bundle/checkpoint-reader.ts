import { type OpenedCheckpoint, openCheckpoint, parseCheckpoint } from '../checkpoints/index.ts'
import type { VerifyEd25519 } from '../crypto/primitives.ts'
import { parseNote, type VerifierKey } from '../notes/index.ts'
import { CHECKPOINTS_FILE } from './bundle-format.ts'
import type { BundleSource } from './bundle-source.ts'
import { textLines } from './line-blocks.ts'

const MOST_LINE_BYTES = 1 << 20

export interface SignedCheckpoint {
  readonly size: number
  readonly root: Uint8Array
  /** Names of the witnesses whose cosignatures hold. */
  readonly witnesses: readonly string[]
  /** Why the note is not to be trusted; then size and root are only what it says. */
  readonly refused?: { readonly kind: 'bad_signature' | 'malformed'; readonly why: string }
}

export interface TrustedKeys {
  readonly origin: string
  readonly logKey: VerifierKey
  readonly witnesses: readonly VerifierKey[]
}

/** The notes of `checkpoints.txt`, one after the other. */
export async function* readNotes(source: BundleSource): AsyncGenerator<string> {
  let lines: string[] = []
  for await (const line of textLines(source.read(CHECKPOINTS_FILE), CHECKPOINTS_FILE, MOST_LINE_BYTES)) {
    if (line === '--' && lines.at(-1) === '') {
      yield `${lines.slice(0, -1).join('\n')}\n`
      lines = []
    } else lines.push(line)
  }
  while (lines.at(-1) === '') lines.pop()
  if (lines.length > 0) yield `${lines.join('\n')}\n`
}

/** How many entries a note says it is signed over; nothing of it is trusted yet. */
export function sizeOfNote(note: string): number | undefined {
  const size = parseCheckpoint(parseNote(note)?.text ?? '')?.size
  return size === undefined || size > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(size)
}

/** Opens a note by the keys that are trusted. Undefined when it does not even say a size. */
export function judgeNote(note: string, keys: TrustedKeys, verifyEd25519: VerifyEd25519): SignedCheckpoint | undefined {
  const opened = openCheckpoint(note, { ...keys, trusted: keys.witnesses }, verifyEd25519)
  const checkpoint = opened.ok ? opened.checkpoint : parseCheckpoint(parseNote(note)?.text ?? '')
  if (checkpoint === undefined || checkpoint.size > BigInt(Number.MAX_SAFE_INTEGER)) return undefined
  const signers = new Set(opened.verified.map(({ name, id }) => `${name}+${id}`))
  const witnesses = keys.witnesses.filter(({ name, id }) => signers.has(`${name}+${id}`)).map(({ name }) => name)
  const told = { size: Number(checkpoint.size), root: checkpoint.root, witnesses }
  return opened.ok ? told : { ...told, refused: { kind: kindOf(opened), why: opened.why } }
}

function kindOf(opened: OpenedCheckpoint & { ok: false }): 'bad_signature' | 'malformed' {
  return opened.error === 'malformed note' || opened.error === 'no checkpoint' ? 'malformed' : 'bad_signature'
}
