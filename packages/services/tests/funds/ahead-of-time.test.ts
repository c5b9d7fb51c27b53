import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkFees, getArrivalForecast, listSilentTerminals } from '../../src/funds/index.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())
const scope = { kind: 'chain' } as const
/** Somebody whose stores are others. */
const elsewhereOnly = () => ({
  ...bed.ctx,
  actor: {
    kind: 'user',
    id: 'p',
    sessionId: 's',
    factors: ['password', 'totp'],
    reach: { kind: 'country', country: 'FR' },
  } as const,
})

it('fees are held against the contract: the rate, the cause and what it cost in each month', async () => {
  // Agreed is one percent.
  for (const [basket, amountMinor] of [
    ['F-1', 10_000],
    ['F-2', 3_333],
    ['F-3', 500],
  ] as const) {
    await bed.pay({ day: '2026-04-08', basket, amountMinor })
    await bed.pay({ day: '2026-05-07', basket: `${basket}-M`, amountMinor })
  }
  bed.moveTo('2026-05-12')
  const line = (reference: string, grossMinor: number, feeMinor: number, day: string) => ({
    ...{ reference: `PSP${reference}`, merchantReference: reference, grossMinor, feeMinor, day },
  })
  await bed.settle('1', '2026-04-10', [
    line('F-1', 10_000, 100, '2026-04-08'),
    line('F-2', 3_333, 33, '2026-04-08'),
    line('F-3', 500, 5, '2026-04-08'),
  ])
  await bed.run()
  const scheme = {
    acquirer: 'adyen',
    currency: 'EUR',
    scheme: 'girocard',
    funding: 'debit',
    wallet: null,
    contract: 'adyen-de 1',
  }
  expect(await checkFees(bed.ctx, { scope, months: 2 })).toEqual({
    from: '2026-04-01',
    until: '2026-05-12',
    fees: [
      {
        ...scheme,
        ...{
          lines: 3,
          deviating: 0,
          grossMinor: 13_833,
          agreed: '1.38',
          charged: '1.38',
          lost: '0',
          lostMinor: 0,
          cause: 'as_agreed',
        },
        ...{ agreedPercent: expect.closeTo(1, 1), chargedPercent: expect.closeTo(1, 1) },
      },
    ],
    months: [],
  })
  // In May 1.4 percent are taken.
  await bed.settle('2', '2026-05-11', [
    line('F-1-M', 10_000, 140, '2026-05-07'),
    line('F-2-M', 3_333, 47, '2026-05-07'),
    line('F-3-M', 500, 7, '2026-05-07'),
  ])
  await bed.run()
  const found = await checkFees(bed.ctx, { scope, months: 2 })
  expect(found.fees).toMatchObject([
    { ...scheme, lines: 6, deviating: 3, agreed: '2.76', charged: '3.32', lost: '0.56', lostMinor: 56, cause: 'rate' },
  ])
  expect(found.months).toEqual([
    { month: '2026-04', currency: 'EUR', lostMinor: 0 },
    { month: '2026-05', currency: 'EUR', lostMinor: 56 },
  ])
  expect((await checkFees(bed.ctx, { scope, months: 1 })).fees).toMatchObject([{ lines: 3, lost: '0.56' }])
  const elsewhere = { kind: 'country', country: 'FR' } as const
  expect((await checkFees(bed.ctx, { scope: elsewhere, months: 2 })).fees).toEqual([])
  expect((await checkFees(elsewhereOnly(), { scope, months: 2 })).fees).toEqual([])
})

it('a terminal whose payments reach no batch for two days is named, with what is missing of it', async () => {
  expect(await listSilentTerminals(bed.ctx, { scope, limit: 50 })).toEqual([])
  const at = Date.parse('2026-05-08T20:00:00Z')
  await bed.tell([
    { kind: 'terminal.totals', terminal: 'zvt-1', at, currency: 'EUR', amountMinor: 0, brands: [], resultCode: '00' },
  ])
  await bed.pay({ day: '2026-05-11', basket: 'X-1', amountMinor: 700 })
  await bed.pay({ day: '2026-05-12', basket: 'X-2', amountMinor: 300 })
  bed.moveTo('2026-05-12')
  await bed.run()
  // Of yesterday and today nobody expects anything.
  expect(await listSilentTerminals(bed.ctx, { scope, limit: 50 })).toEqual([])
  bed.moveTo('2026-05-13')
  expect(await listSilentTerminals(bed.ctx, { scope, limit: 50 })).toMatchObject([
    {
      why: 'not_closed',
      sinceDay: '2026-05-11',
      days: 1,
      payments: 1,
      amountMinor: 700,
      lateAfter: '2026-05-13',
      closedAtMs: at,
      terminal: '52500041',
    },
  ])
  expect(await listSilentTerminals(elsewhereOnly(), { scope, limit: 50 })).toEqual([])
  // It closes its day, and the file of the day comes with another sale only.
  await bed.tell([
    {
      kind: 'terminal.totals',
      terminal: 'zvt-1',
      at: at + 5 * 86_400_000,
      currency: 'EUR',
      amountMinor: 1_000,
      brands: [],
      resultCode: '00',
    },
  ])
  expect(await listSilentTerminals(bed.ctx, { scope, limit: 50 })).toEqual([])
  await bed.pay({ day: '2026-05-11', basket: 'X-3', amountMinor: 900 })
  await bed.settle('3', '2026-05-13', [{ reference: 'PSPX3', merchantReference: 'X-3', grossMinor: 900, day: '2026-05-11' }])
  await bed.run()
  expect(await listSilentTerminals(bed.ctx, { scope, limit: 50 })).toMatchObject([
    { why: 'not_in_file', payments: 1, amountMinor: 700 },
  ])
  await bed.settle('4', '2026-05-13', [{ reference: 'PSPX1', merchantReference: 'X-1', grossMinor: 700, day: '2026-05-11' }])
  await bed.run()
  expect(await listSilentTerminals(bed.ctx, { scope, limit: 50 })).toEqual([])
})

it('what is to come lies in a band as wide as payouts were late, once enough of them have come', async () => {
  bed.moveTo('2026-06-01')
  expect((await getArrivalForecast(bed.ctx, { scope })).band).toEqual([])
  // Nineteen on their day and two two days later: the latest twentieth takes two days.
  const lines: { amountMinor: number; text: string }[] = []
  for (let nth = 0; nth < 21; nth++) {
    const batch = `6${nth + 10}`
    await bed.settle(batch, nth < 19 ? '2026-05-29' : '2026-05-27', [
      { reference: `PSP${batch}`, grossMinor: 1_000 + nth, day: '2026-05-26' },
    ])
    lines.push({ amountMinor: 990 + nth, text: `TX${batch}XT ADYEN` })
  }
  await bed.statement({ day: '2026-05-29', sequence: 1, opening: 0, lines })
  await bed.pay({ day: '2026-06-01', basket: 'B-1', amountMinor: 10_000 })
  await bed.run()
  const { band, days } = await getArrivalForecast(bed.ctx, { scope })
  const due = days.find(({ expectedMinor, day }) => expectedMinor === 9_900 && day === '2026-06-03')
  expect(due).toBeDefined()
  const at = (day: string) => band.find((one) => one.day === day)
  const overdue = days.reduce((sum, { overdueMinor }) => sum + overdueMinor, 0)
  expect(at('2026-06-02')).toMatchObject({ leastMinor: 0, mostMinor: overdue })
  expect(at('2026-06-03')).toMatchObject({ leastMinor: overdue, mostMinor: overdue + 9_900 })
  expect(at('2026-06-05')).toMatchObject({ leastMinor: overdue + 9_900, mostMinor: overdue + 9_900 })
  expect(band).toHaveLength(14)
})
