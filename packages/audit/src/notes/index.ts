import { nodeSha256, nodeVerifyEd25519 } from '../crypto/node-primitives.ts'
import type { Sha256, VerifyEd25519 } from '../crypto/primitives.ts'
import { type OpenedNote, openNoteWith } from './open-note.ts'
import { createVerifierKeyWith, type NoteAlgorithm, parseVerifierKeyWith, type VerifierKey } from './verifier-key.ts'

export { isSuccessionOf, successionText } from './log-succession.ts'
export { type NoteSignature, type NoteText, parseNote, parseSignatureLine } from './note-text.ts'
export type { NoteError, OpenedNote } from './open-note.ts'
export { addSignatureLine, createSignerKey, formatSignerKey, parseSignerKey, type SignerKey, signNote } from './signer-key.ts'
export { COSIGNATURE_V1, ED25519, formatVerifierKey, type NoteAlgorithm, type VerifierKey } from './verifier-key.ts'

/** Reads `name+id+base64(algorithm ‖ key)`; throws a TypeError that says what is wrong with it. */
export function parseVerifierKey(text: string, sha256: Sha256 = nodeSha256): VerifierKey {
  return parseVerifierKeyWith(sha256, text)
}

/** From a raw public key of 32 bytes. */
export function createVerifierKey(name: string, publicKey: Uint8Array, algorithm: NoteAlgorithm): VerifierKey {
  return createVerifierKeyWith(nodeSha256, name, publicKey, algorithm)
}

/** Opens a note by the keys that are trusted. */
export function openNote(
  note: string | Uint8Array,
  trusted: readonly VerifierKey[],
  verifyEd25519: VerifyEd25519 = nodeVerifyEd25519,
): OpenedNote {
  return openNoteWith(verifyEd25519, note, trusted)
}
