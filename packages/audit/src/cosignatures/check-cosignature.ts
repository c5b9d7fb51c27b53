import type { VerifyEd25519 } from '../crypto/primitives.ts'
import { parseSignatureLine } from '../notes/note-text.ts'
import { COSIGNATURE_V1, type VerifierKey } from '../notes/verifier-key.ts'
import { signatureIsOf, splitCosignature } from '../notes/verify-signature.ts'

export type CosignatureVerdict =
  | { readonly ok: true; readonly timeSeconds: bigint }
  | { readonly ok: false; readonly why: string }

/** Did this witness sign the checkpoint's text, and when? `line` is its signature line, without line feed. */
export function checkCosignature(
  verifyEd25519: VerifyEd25519,
  text: string,
  line: string,
  witness: VerifierKey,
): CosignatureVerdict {
  const parsed = parseSignatureLine(line)
  if (parsed === undefined) return no('this is no signature line')
  if (witness.algorithm !== COSIGNATURE_V1) return no(`the key of ${witness.name} is no witness's key`)
  if (parsed.name !== witness.name || parsed.id !== witness.id) return no(`this is a signature of ${parsed.name}+${parsed.id}`)
  const parts = splitCosignature(parsed.signature)
  if (parts === undefined) return no('this is a plain signature, without a time')
  if (!signatureIsOf(witness, text, parsed.signature, verifyEd25519)) return no(`${witness.name} did not sign this`)
  return { ok: true, timeSeconds: parts.timeSeconds }
}

function no(why: string): CosignatureVerdict {
  return { ok: false, why }
}
