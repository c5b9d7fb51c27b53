import { sameBytes } from '../crypto/bytes.ts'
import type { VerifyEd25519 } from '../crypto/primitives.ts'
import type { NoteSignature } from '../notes/note-text.ts'
import { type NoteError, openNoteWith } from '../notes/open-note.ts'
import type { VerifierKey } from '../notes/verifier-key.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint-text.ts'

export interface CheckpointPolicy {
  readonly origin: string
  readonly logKey: VerifierKey
  /** Keys of witnesses; the log's own may be among them. */
  readonly trusted: readonly VerifierKey[]
}

export type CheckpointError = NoteError | 'no checkpoint' | 'another origin' | 'not signed by the log'

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly text: string; readonly verified: readonly NoteSignature[] }
  | {
      readonly ok: false
      readonly error: CheckpointError
      readonly why: string
      /** Signatures that hold all the same. */
      readonly verified: readonly NoteSignature[]
    }

/** Opens a signed checkpoint: of this log, signed by its key; `verified` also names the witnesses that signed. */
export function openCheckpointWith(
  verifyEd25519: VerifyEd25519,
  note: string | Uint8Array,
  { origin, logKey, trusted }: CheckpointPolicy,
): OpenedCheckpoint {
  const others = trusted.filter(
    (key) => key.id !== logKey.id || key.name !== logKey.name || !sameBytes(key.publicKey, logKey.publicKey),
  )
  const opened = openNoteWith(verifyEd25519, note, [logKey, ...others])
  if (!opened.ok) return { ...opened, verified: [] }
  const { text, verified } = opened
  const refuse = (error: CheckpointError, why: string): OpenedCheckpoint => ({ ok: false, error, why, verified })
  if (!verified.some(({ name, id }) => name === logKey.name && id === logKey.id))
    return refuse('not signed by the log', `${logKey.name} did not sign this`)
  const checkpoint = parseCheckpoint(text)
  if (checkpoint === undefined) return refuse('no checkpoint', 'what was signed is no checkpoint: origin, size and root')
  if (checkpoint.origin !== origin)
    return refuse('another origin', `this is a checkpoint of "${checkpoint.origin}", not of "${origin}"`)
  return { ok: true, checkpoint, text, verified }
}
