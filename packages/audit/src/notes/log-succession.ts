import type { VerifyEd25519 } from '../crypto/primitives.ts'
import { readBase64, utf8 } from '../crypto/text.ts'
import type { VerifierKey } from './verifier-key.ts'

/** A former key of the log signs this; the first line keeps it apart from every other signed text, checkpoints too. */
export function successionText(formerKey: string, newKey: string): string {
  return ['counterfoil-log-key/v1', formerKey, newKey].join('\n')
}

/** Whether `former` named its successor by this signature (base64); keys as they are written: `name+id+key`. */
export function isSuccessionOf(
  former: VerifierKey,
  told: { readonly former: string; readonly key: string; readonly signature: string },
  verifyEd25519: VerifyEd25519,
): boolean {
  const signature = readBase64(told.signature)
  return signature !== undefined && verifyEd25519(former.publicKey, utf8(successionText(told.former, told.key)), signature)
}
