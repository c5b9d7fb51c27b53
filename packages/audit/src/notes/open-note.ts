import type { VerifyEd25519 } from '../crypto/primitives.ts'
import { type NoteSignature, parseNote } from './note-text.ts'
import type { VerifierKey } from './verifier-key.ts'
import { signatureIsOf } from './verify-signature.ts'

export type NoteError = 'malformed note' | 'ambiguous key' | 'invalid signature' | 'unverified'

export type OpenedNote =
  | {
      readonly ok: true
      readonly text: string
      readonly verified: readonly NoteSignature[]
      readonly unverified: readonly NoteSignature[]
    }
  | { readonly ok: false; readonly error: NoteError; readonly why: string }

/**
 * Opens a note by the keys that are trusted. One wrong signature of a trusted key refuses the whole note; signatures of
 * other keys are told, not judged.
 */
export function openNoteWith(
  verifyEd25519: VerifyEd25519,
  note: string | Uint8Array,
  trusted: readonly VerifierKey[],
): OpenedNote {
  const parsed = parseNote(note)
  if (parsed === undefined) return refuse('malformed note', 'this is no signed note: text, an empty line, signature lines')
  const verified = new Map<string, NoteSignature>()
  const unverified = new Map<string, NoteSignature>()
  for (const signature of parsed.signatures) {
    const { name, id, line } = signature
    const keys = trusted.filter((key) => key.name === name && key.id === id)
    const [key] = keys
    if (keys.length > 1) return refuse('ambiguous key', `two of the trusted keys are called ${name}+${id}`)
    if (key === undefined) unverified.set(line, signature)
    else if (!verified.has(`${name}+${id}`)) {
      if (!signatureIsOf(key, parsed.text, signature.signature, verifyEd25519))
        return refuse('invalid signature', `the signature of ${name} does not belong to this text`)
      verified.set(`${name}+${id}`, signature)
    }
  }
  if (verified.size === 0) return refuse('unverified', 'none of the trusted keys signed this note')
  return { ok: true, text: parsed.text, verified: [...verified.values()], unverified: [...unverified.values()] }
}

function refuse(error: NoteError, why: string): OpenedNote {
  return { ok: false, error, why }
}
