import type { ZvtMessage } from '../message.ts'

const ABORT = 0x1e

/** A reply to a command: 80 00 and 84 00 accept; every other 84 xx refuses, 84 1E with the code as its first byte. */
export function readReply(
  message: ZvtMessage,
): { readonly accepted: true } | { readonly accepted: false; readonly code: number } | undefined {
  const kind = message.control >>> 8
  const low = message.control & 0xff
  if (kind === 0x80 || (kind === 0x84 && low === 0)) return { accepted: true }
  if (kind !== 0x84) return undefined
  return { accepted: false, code: low === ABORT ? (message.head[0] ?? ABORT) : low }
}

/** Two lower-case hex digits, as facts carry result codes. */
export function hexCode(code: number): string {
  return code.toString(16).padStart(2, '0')
}
