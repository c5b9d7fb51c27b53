import { describe, expect, it } from 'vitest'
import { secretOf } from './enrolment.ts'
import { safeNext } from './safe-next.ts'

describe('after signing in', () => {
  it.each([
    ['/payments?store=1', '/payments?store=1'],
    ['//evil.example/x', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/\t/evil.example', '/'],
    [undefined, '/'],
    [['/a', '/b'], '/'],
  ])('%s leads to %s', (next, path) => expect(safeNext(next)).toBe(path))
})

describe('the authenticator’s key', () => {
  it('is shown in groups of four', () => {
    expect(secretOf('otpauth://totp/Counterfoil:a%40b.example?secret=ABCDEFGHIJ&issuer=Counterfoil')).toBe('ABCD EFGH IJ')
  })
})
