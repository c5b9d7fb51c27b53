import { describe, expect, it } from 'vitest'
import { IDLE_MS, judgeStanding, type StandingRow } from './session-standing.ts'

const NOW = new Date(Date.UTC(2026, 10, 27, 12))
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const row: StandingRow = {
  role: 'operations',
  reach: 'country',
  reachCountry: 'DE',
  reachRegion: null,
  reachStoreIds: [],
  twoFactorEnabled: true,
  secondFactorAt: ago(60_000),
  lastActionAt: ago(1_000),
  startedAt: ago(60_000),
  shownFactors: ['password', 'totp'],
}

describe('how far a session is signed in', () => {
  it.each([
    ['password and code', {}, true],
    ['nothing told of the factors, from before they were kept', { shownFactors: [] }, true],
    ['one factor', { secondFactorAt: null }, false],
    ['an account without a second factor', { twoFactorEnabled: false }, false],
    ['a passkey', { shownFactors: ['passkey'] }, true],
    ['an administrator’s passkey', { shownFactors: ['passkey'], role: 'administrator' }, false],
    ['an administrator’s passkey and password', { shownFactors: ['passkey', 'password'], role: 'administrator' }, true],
    ['an administrator’s passkey and code', { shownFactors: ['passkey', 'totp'], role: 'administrator' }, true],
  ] as const)('%s', (_what, given, bothFactors) => {
    expect(judgeStanding({ ...row, ...given }, NOW).bothFactors).toBe(bothFactors)
  })
})

describe('after fifteen minutes without an action', () => {
  it('it is as good as a screen on a wall, with the reach it had', () => {
    expect(judgeStanding({ ...row, lastActionAt: ago(IDLE_MS - 1) }, NOW)).toMatchObject({
      idle: false,
      access: { role: 'operations' },
    })
    expect(judgeStanding({ ...row, lastActionAt: ago(IDLE_MS) }, NOW)).toMatchObject({
      idle: true,
      bothFactors: true,
      access: { role: 'wall_screen', reach: { kind: 'country', country: 'DE' } },
    })
  })

  it('counts from the second factor where nothing was done since', () => {
    expect(judgeStanding({ ...row, lastActionAt: null, secondFactorAt: ago(IDLE_MS) }, NOW).idle).toBe(true)
    expect(judgeStanding({ ...row, lastActionAt: null }, NOW)).toMatchObject({ idle: false, lastActionAt: row.secondFactorAt })
  })
})
