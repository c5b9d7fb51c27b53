import { describe, expect, it } from 'vitest'
import { accountOf, secretOf } from './enrolment.ts'
import { nextStep } from './next-step.ts'
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

describe('before the dashboard opens', () => {
  it.each([
    ['somebody with both factors', true, ['password', 'totp'], 'none'],
    ['somebody with a passkey that is enough', true, ['passkey'], 'none'],
    ['an administrator with a passkey', false, ['passkey'], 'second_kind'],
    ['a new account with its password', false, ['password'], 'enrol'],
    ['an account whose app was taken away, with passkey and password', false, ['password', 'passkey'], 'enrol'],
  ] as const)('%s', (_who, bothFactors, factors, step) => expect(nextStep({ bothFactors, factors })).toBe(step))
})

describe('the authenticator’s key', () => {
  it('is shown in groups of four', () => {
    expect(secretOf('otpauth://totp/Counterfoil:a%40b.example?secret=ABCDEFGHIJ&issuer=Counterfoil')).toBe('ABCD EFGH IJ')
  })
  it('says whose it is', () => {
    expect(accountOf('otpauth://totp/Counterfoil:a%40b.example?secret=ABCDEFGHIJ&issuer=Counterfoil')).toBe('a@b.example')
  })
})
