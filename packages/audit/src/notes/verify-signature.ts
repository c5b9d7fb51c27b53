import { concatBytes } from '../crypto/bytes.ts'
import type { VerifyEd25519 } from '../crypto/primitives.ts'
import { utf8 } from '../crypto/text.ts'
import { COSIGNATURE_V1, type VerifierKey } from './verifier-key.ts'

const TIME_BYTES = 8
const SIGNATURE_BYTES = 64

/** C2SP tlog-cosignature: the bytes a witness signs. */
export function cosignedMessage(text: string, timeSeconds: bigint): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`)
}

/** Parts a cosignature/v1 (without its key id) into its time and the Ed25519 signature; undefined for a plain signature. */
export function splitCosignature(bytes: Uint8Array): { timeSeconds: bigint; signature: Uint8Array } | undefined {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return undefined
  const timeSeconds = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0)
  return timeSeconds < 1n << 63n ? { timeSeconds, signature: bytes.subarray(TIME_BYTES) } : undefined
}

export function joinCosignature(timeSeconds: bigint, signature: Uint8Array): Uint8Array {
  const time = new Uint8Array(TIME_BYTES)
  new DataView(time.buffer).setBigUint64(0, timeSeconds)
  return concatBytes(time, signature)
}

/** Whether the key made this signature over the note's text, as its algorithm says. */
export function signatureIsOf(key: VerifierKey, text: string, bytes: Uint8Array, verifyEd25519: VerifyEd25519): boolean {
  if (key.algorithm !== COSIGNATURE_V1) return verifyEd25519(key.publicKey, utf8(text), bytes)
  const parts = splitCosignature(bytes)
  return parts !== undefined && verifyEd25519(key.publicKey, cosignedMessage(text, parts.timeSeconds), parts.signature)
}
