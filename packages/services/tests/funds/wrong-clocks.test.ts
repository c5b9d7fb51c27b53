import { afterAll, beforeAll, expect, it } from 'vitest'
import { addBankAccount, addContract, addRoute } from '../../src/funds/index.ts'
import { CONTRACT, type FundsBed, openFundsBed } from './funds-bed.ts'

const ACCOUNT = 'CH9300762011623852957'
let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
  const { rows } = await bed.database.owner.query<{ name: string }>('select name from legal_entity limit 1')
  const bank = {
    number: ACCOUNT,
    currency: 'CHF',
    name: 'Other bank',
    timeZone: 'Europe/Berlin',
    legalEntity: rows[0]?.name ?? '',
  }
  await addBankAccount(bed.ctx, bank)
  const everyDay = { settlementCalendars: ['every-day'], bank: { account: ACCOUNT, calendars: ['every-day'] } }
  await addContract(bed.ctx, { ...CONTRACT, ...everyDay, id: 'adyen-ch', merchantAccount: 'M9', currency: 'CHF' })
  await addRoute(bed.ctx, { currency: 'CHF', acquirer: 'adyen', merchantAccount: 'M9', validFrom: '2026-01-01' })
})
afterAll(() => bed?.[Symbol.asyncDispose]())

it.each(['9999-12-30', '2062-01-01'])('a till whose clock says %s keeps nobody’s money from being expected', async (day) => {
  bed.moveTo('2026-05-12')
  const wrong = await bed.pay({ day, basket: `B-${day}`, amountMinor: 1_000, currency: 'CHF' })
  const sale = await bed.pay({ day: '2026-05-11', basket: `now ${day}`, amountMinor: 1_000, currency: 'CHF' })
  await bed.run()
  expect(await bed.payment(sale)).toMatchObject({ state: 'expected' })
  expect(await bed.payment(wrong)).not.toMatchObject({ state: 'new' })
})
