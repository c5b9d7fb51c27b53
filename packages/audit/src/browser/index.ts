import { type CheckpointPolicy, type OpenedCheckpoint, openCheckpointWith } from '../checkpoints/open-checkpoint.ts'
import { type CosignatureVerdict, checkCosignature } from '../cosignatures/check-cosignature.ts'
import { concatBytes } from '../crypto/bytes.ts'
import { noblePrimitives } from '../crypto/noble-primitives.ts'
import { base64, utf8 } from '../crypto/text.ts'
import { type ConsistencyClaim, checkConsistency } from '../merkle/check-consistency.ts'
import { checkInclusion, type InclusionClaim, type Verdict } from '../merkle/check-inclusion.ts'
import { leafHashWith } from '../merkle/portable-hash.ts'
import { parseVerifierKeyWith, type VerifierKey } from '../notes/verifier-key.ts'

/**
 * What a page needs to check a proof without trusting the server: the same names as in the package's main entry, and nothing
 * of Node in what they import (a test walks the imports).
 */
const { sha256, verifyEd25519 } = noblePrimitives

export type { Checkpoint } from '../checkpoints/checkpoint-text.ts'
export { parseCheckpoint } from '../checkpoints/checkpoint-text.ts'
export { base64, readBase64 } from '../crypto/text.ts'
export { parseNote } from '../notes/note-text.ts'
export { formatVerifierKey } from '../notes/verifier-key.ts'
export { entryProofCommand, verifierCommand } from '../proof-files/proof-command.ts'
export { decodeProofFile, encodeProofFile, type ProofFile } from '../proof-files/proof-file.ts'
export type { CheckpointPolicy, ConsistencyClaim, CosignatureVerdict, InclusionClaim, OpenedCheckpoint, Verdict, VerifierKey }

export function leafHash(body: string | Uint8Array): Uint8Array {
  return leafHashWith(sha256, typeof body === 'string' ? utf8(body) : body)
}

export function verifyInclusion(claim: InclusionClaim): Verdict {
  return checkInclusion(claim, sha256)
}

export function verifyConsistency(claim: ConsistencyClaim): Verdict {
  return checkConsistency(claim, sha256)
}

/** What an entry holds of a personal value: SHA-256(0x03 ‖ salt ‖ UTF-8 of the value), base64url. */
export function commitment({ salt, value }: { readonly salt: Uint8Array; readonly value: string }): string {
  const hash = sha256(concatBytes(Uint8Array.of(0x03), salt, utf8(value)))
  return base64(hash).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Throws a TypeError that says what is wrong with the key. */
export function parseVerifierKey(text: string): VerifierKey {
  return parseVerifierKeyWith(sha256, text)
}

export function openCheckpoint(note: string | Uint8Array, policy: CheckpointPolicy): OpenedCheckpoint {
  return openCheckpointWith(verifyEd25519, note, policy)
}

export function verifyCosignature(checkpointText: string, line: string, witness: VerifierKey): CosignatureVerdict {
  return checkCosignature(verifyEd25519, checkpointText, line, witness)
}
