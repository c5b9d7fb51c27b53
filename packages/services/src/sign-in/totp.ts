import { createHmac } from 'node:crypto'

export const TOTP_STEP_MS = 30_000
/** RFC 6238, 5.2: one step either way for slow typing and clocks that differ. */
const STEPS_EITHER_WAY = 1

/** The code of one step (RFC 4226, 5.3): six digits. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 0x0f
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The step a code belongs to, or null when it is none of the steps around now. */
export function findTotpStep(secret: string, code: string, nowMs: number): number | null {
  const current = Math.floor(nowMs / TOTP_STEP_MS)
  for (let step = current - STEPS_EITHER_WAY; step <= current + STEPS_EITHER_WAY; step++) {
    if (step >= 0 && totpCode(secret, step) === code) return step
  }
  return null
}
