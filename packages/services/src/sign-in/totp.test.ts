import { describe, expect, it } from 'vitest'
import { findTotpStep, totpCode } from './totp.ts'

describe('authenticator codes', () => {
  const secret = '12345678901234567890'

  // RFC 6238, appendix B, last six of its eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at second %i it is %s', (seconds, code) => expect(totpCode(secret, Math.floor(seconds / 30))).toBe(code))

  it('finds the step before, now and after, and no other', () => {
    const nowMs = 1_234_567_890_000
    const step = Math.floor(nowMs / 30_000)
    for (const near of [step - 1, step, step + 1]) expect(findTotpStep(secret, totpCode(secret, near), nowMs)).toBe(near)
    for (const far of [step - 2, step + 2]) expect(findTotpStep(secret, totpCode(secret, far), nowMs)).toBeNull()
  })
})
