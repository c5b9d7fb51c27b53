import { settlementTools } from '@counterfoil/services/funds'
import { inspect } from '@counterfoil/settlement'
import { parseContract } from '@counterfoil/settlement/funds'
import { writeBill } from '@counterfoil/settlement/generator'
import { describe, expect, it } from 'vitest'
import { accountOf, contractsOf, type DemoAcquirer, demoAccounts, demoAcquirers, storesOf } from './acquirers.ts'
import { isOpenDay } from './bank-days.ts'
import { openLedger } from './ledger.ts'
import { makeBill } from './make-bill.ts'
import { makeStatements } from './make-statement.ts'
import type { Sold } from './read-sales.ts'
import { acquirerReference } from './references.ts'
import { statementTrouble, troublesOn } from './troubles.ts'

/** Monday 7 September 2026. */
const FIRST_DAY = 20_703
const DAY_MS = 86_400_000

function salesOn(acquirer: DemoAcquirer, day: number): Sold[] {
  return storesOf(acquirer).flatMap((store, at) =>
    Array.from({ length: 12 }, (_, n): Sold => {
      const id = `0199${String(day).padStart(4, '0').slice(-4)}-0000-7000-8000-${String(at * 100 + n).padStart(12, '0')}`
      const method = Object.keys(acquirer.fees)[n % Math.max(1, Object.keys(acquirer.fees).length)] ?? 'visa'
      return {
        ...{ id, kind: n === 7 ? 'refund' : 'sale', method, scheme: method, merchant: acquirer.merchantOf(store) },
        ...{ amountMinor: 1_000 + n * 137 + at, storeCode: store.code, store: Number(store.code), country: store.country },
        ...{ terminal: 1, terminalCode: `00${store.code}01`, atMs: day * DAY_MS + 36_000_000 + n * 60_000, salesDay: day },
        acquirerReference: acquirerReference(acquirer.id, id, n === 7 ? 'refund' : 'sale'),
        ...{ ourReference: `${store.code}${day}${n}`, authorisationCode: '123456', trace: '000001', last4: '4242' },
        ...{ original: null, uncertain: false },
      }
    }),
  )
}

/** Two weeks of files, made as the demo makes them. */
function makeFiles() {
  const ledger = openLedger(
    FIRST_DAY,
    demoAcquirers.map(({ id }) => id),
    demoAccounts.map(({ number }) => number),
  )
  const bills: { acquirer: DemoAcquirer; offset: number; made: ReturnType<typeof makeBill>; bytes: Uint8Array }[] = []
  const statements: { country: string; name: string; bytes: Uint8Array }[] = []
  for (let offset = 0; offset < 14; offset++) {
    const day = FIRST_DAY + offset
    for (const acquirer of demoAcquirers) {
      const book = ledger.acquirers[acquirer.id]
      if (book === undefined) continue
      const sales = salesOn(acquirer, day)
      const declined = salesOn(acquirer, day + 5_000).slice(0, 1)
      const made = makeBill({ acquirer, day, offset, sales, declined, book })
      for (const { account, booking } of made.sent) ledger.banks[account]?.bookings.push(booking)
      bills.push({ acquirer, offset, made, bytes: writeBill(made.bill).bytes })
    }
    for (const account of demoAccounts) {
      const book = ledger.banks[account.number]
      if (book === undefined || !isOpenDay(account.calendars, day)) continue
      for (const file of makeStatements(account, day, book)) statements.push({ country: account.country, ...file })
    }
  }
  return { bills, statements }
}

describe('what the demo’s acquirers and banks send', () => {
  const { bills, statements } = makeFiles()

  it('is read by the product as the kinds of files they are, and as written', () => {
    for (const { acquirer, offset, made, bytes } of bills) {
      const document = inspect(made.bill.name, bytes, settlementTools)
      expect(document.format, made.bill.name).toBe(acquirer.format)
      const untied = acquirer.id === 'nordpay' && offset === 4
      expect(document.verdict, `${made.bill.name}: ${JSON.stringify(document.warnings)}`).toBe(
        untied ? 'accept-with-warning' : 'accept',
      )
      const lines = made.bill.batches.flatMap(({ rows }) => rows).filter(({ sale }) => sale !== null).length
      expect(document.settlement.reduce((sum, batch) => sum + batch.lines, 0)).toBeGreaterThanOrEqual(lines)
    }
    for (const { name, bytes } of statements)
      expect(inspect(name, bytes, settlementTools), name).toMatchObject({ verdict: 'accept', statements: [{ kind: 'booked' }] })
  })

  it('sends to the bank what the files say, but for what goes wrong with it', () => {
    for (const { acquirer, offset, made } of bills) {
      for (const { merchant, rows, announcedMinor } of made.bill.batches) {
        if (troublesOn(offset).payout(acquirer.id, merchant) !== undefined || announcedMinor === null) continue
        const total = rows.reduce((sum, { net }) => sum + net, 0)
        expect(total, `${acquirer.id} ${merchant} ${offset}`).toBe(announcedMinor)
        expect(made.sent.filter(({ booking }) => booking.amountMinor === announcedMinor).length).toBeGreaterThan(0)
      }
    }
  })

  it('follows a chain of balances that is torn where a statement is lost', () => {
    const torn = demoAccounts.filter(({ country, number }) => {
      const mine = statements.filter((one) => one.country === country && !one.name.startsWith('again_'))
      const balances = mine.map(({ name, bytes }) => inspect(name, bytes, settlementTools).statements[0])
      expect(balances.every((one) => one?.account === number)).toBe(true)
      return balances.some((one, at) => at > 0 && one?.opening?.amount !== balances[at - 1]?.closing?.amount)
    })
    const lossy = demoAccounts.filter(({ country }) =>
      Array.from({ length: 10 }, (_, n) => n).some((n) => statementTrouble(country, n) === 'lost'),
    )
    expect(torn.map(({ country }) => country)).toEqual(lossy.map(({ country }) => country))
    expect(torn).not.toEqual([])
  })

  it('comes by contracts that can be read, into accounts of the chain', () => {
    for (const contract of demoAcquirers.flatMap(contractsOf)) expect(parseContract(contract)).toMatchObject({ ok: true })
    for (const { country } of demoAcquirers.flatMap(storesOf)) expect(accountOf(country).country).toBe(country)
  })
})
