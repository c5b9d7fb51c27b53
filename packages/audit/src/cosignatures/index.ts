import { nodeVerifyEd25519 } from '../crypto/node-primitives.ts'
import type { VerifyEd25519 } from '../crypto/primitives.ts'
import { formatSignatureLine } from '../notes/note-text.ts'
import { cosignatureLine, type SignerKey } from '../notes/signer-key.ts'
import { COSIGNATURE_V1, type VerifierKey } from '../notes/verifier-key.ts'
import { cosignedMessage, joinCosignature } from '../notes/verify-signature.ts'
import { type CosignatureVerdict, checkCosignature } from './check-cosignature.ts'

export { splitCosignature } from '../notes/verify-signature.ts'
export type { CosignatureVerdict } from './check-cosignature.ts'

/** The witness's signature line (without line feed) over a checkpoint's text, which is what the log signed. */
export function cosign(checkpointText: string, witness: SignerKey, timeSeconds: bigint): string {
  if (witness.algorithm !== COSIGNATURE_V1) throw new TypeError(`the key of ${witness.name} is no witness's key`)
  return cosignatureLine(checkpointText, witness, timeSeconds)
}

/** The same by a key whose private half only its holder can use: `sign` gives the 64 bytes over a message. */
export function cosignBy(
  checkpointText: string,
  witness: VerifierKey,
  timeSeconds: bigint,
  sign: (message: Uint8Array) => Uint8Array,
): string {
  if (witness.algorithm !== COSIGNATURE_V1) throw new TypeError(`the key of ${witness.name} is no witness's key`)
  const signature = sign(cosignedMessage(checkpointText, timeSeconds))
  return formatSignatureLine(witness.name, witness.id, joinCosignature(timeSeconds, signature))
}

/** Did this witness sign the checkpoint's text, and when? */
export function verifyCosignature(
  checkpointText: string,
  line: string,
  witness: VerifierKey,
  verifyEd25519: VerifyEd25519 = nodeVerifyEd25519,
): CosignatureVerdict {
  return checkCosignature(verifyEd25519, checkpointText, line, witness)
}
