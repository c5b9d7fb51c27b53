import { describe, expect, it } from 'vitest'
import { judgeClaims } from './judge-claims.ts'

const mfa = { amr: ['mfa'], acr: ['https://refeds.org/profile/mfa'] }
const sound = { sub: 'u-1', email: 'M.Vogel@chain.example', email_verified: true, amr: ['pwd', 'mfa'] }

describe('what an identity provider vouches for', () => {
  it.each([
    ['a way of authentication', sound],
    ['a class of authentication', { ...sound, amr: ['pwd'], acr: 'https://refeds.org/profile/mfa' }],
  ])('counts with two factors by %s', (_what, claims) => {
    expect(judgeClaims(claims, mfa)).toEqual({ ok: true, subject: 'u-1', email: 'm.vogel@chain.example' })
  })

  it.each([
    ['no such claim', { amr: undefined }],
    ['a password only', { amr: ['pwd'] }],
    ['text in place of a list', { amr: 'mfa' }],
    ['another class', { amr: [], acr: 'urn:mace:incommon:iap:silver' }],
  ])('does not count with %s', (_what, more) => {
    expect(judgeClaims({ ...sound, ...more }, mfa)).toEqual({ ok: false, reason: 'mfa_missing' })
  })

  it.each([
    ['unverified', { email_verified: false }],
    ['verified in words', { email_verified: 'true' }],
    ['not told to be verified', { email_verified: undefined }],
    ['missing', { email: undefined }],
  ])('does not count with an address that is %s', (_what, more) => {
    expect(judgeClaims({ ...sound, ...more }, mfa)).toEqual({ ok: false, reason: 'email_unverified' })
  })

  it('vouches for nobody while no claim is trusted', () => {
    expect(judgeClaims(sound, { amr: [], acr: [] })).toEqual({ ok: false, reason: 'mfa_missing' })
  })
})
