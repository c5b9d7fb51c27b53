import { describe, expect, it } from 'vitest'
import { CALENDARS } from '../calendars/registry.ts'
import { contractWith } from '../testing/contract.ts'
import { expectArrival } from './expect-arrival.ts'
import { tellWhy } from './tell-why.ts'
import { CHINESE, ENGLISH } from './why-words.ts'

function why(happenedAt: string, language: 'en' | 'zh', changed: Parameters<typeof contractWith>[0] = {}): string {
  const payment = {
    ...({ kind: 'sale', acquirer: 'adyen', merchantAccount: 'M1', currency: 'EUR', exponent: 2 } as const),
    ...{ amountMinor: 1_000, happenedAtMs: Date.parse(happenedAt) },
  }
  const expected = expectArrival(payment, contractWith(changed), CALENDARS)
  return expected.ok ? tellWhy(expected.why, language) : ''
}

describe('why money is due when it is', () => {
  it('is told in one sentence, with the holidays that moved it and the weekends left out', () => {
    expect(why('2026-05-08T10:00:00Z', 'en')).toBe('Friday sale, T+2: Tuesday 12 May')
    expect(why('2026-04-02T10:00:00Z', 'en')).toBe(
      'Thursday sale, T+2, Friday is a holiday (Good Friday), Monday is a holiday (Easter Monday): Wednesday 8 April',
    )
    expect(why('2026-04-02T10:00:00Z', 'zh')).toBe(
      '周四的交易，T+2，周五放假（耶稣受难日），周一放假（复活节星期一）：4月8日（周三）到账',
    )
  })

  it('tells a sales day that closes at night, a weekly payout and a slow bank', () => {
    const changed = {
      salesDay: { closesAtMinute: 240, closes: 'next_day' },
      payout: { frequency: { every: 'week', on: [5] }, minimumMinor: 0, namePatterns: [] },
      bank: { account: 'DE02', calendars: ['target2'], bookingLagDays: 1 },
    } as const
    expect(why('2026-05-08T00:30:00Z', 'en', changed)).toBe(
      'Friday sale, counted to Thursday (the day closes at 04:00), T+2, paid out on Friday, booked 1 bank day later: Monday 18 May',
    )
    expect(why('2026-05-08T00:30:00Z', 'zh', changed)).toBe(
      '周五的交易，计入周四（营业日 04:00 结束），T+2，周五打款，银行 1 个工作日后入账：5月18日（周一）到账',
    )
  })

  it('has a name for every holiday of every calendar, in both languages', () => {
    const keys = CALENDARS.flatMap(({ years }) => Object.values(years).flatMap(({ closed }) => Object.values(closed)))
    for (const { holidays } of [ENGLISH, CHINESE]) expect(keys.filter((key) => holidays[key] === undefined)).toEqual([])
  })
})
