import type { ServiceContext } from '@counterfoil/services'
import { writeBill } from '@counterfoil/settlement/generator'
import { type DemoAccount, type DemoAcquirer, demoAccounts, demoAcquirers } from './acquirers.ts'
import { isOpenDay } from './bank-days.ts'
import type { Ledger } from './ledger.ts'
import { makeBill } from './make-bill.ts'
import { makeStatements, type SentFile } from './make-statement.ts'
import { readDeclined, readSales } from './read-sales.ts'
import { strangersStatement } from './strangers-statement.ts'
import { troublesOn } from './troubles.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** One file of one day: who sends it and when. */
export type Step = { readonly atMs: number; readonly day: number } & (
  | { readonly acquirer: DemoAcquirer }
  | { readonly account: DemoAccount }
)

/** The file that is due next, by what the ledger says was sent. */
export function nextStep(ledger: Ledger): Step | undefined {
  const at = (day: number, { afterDays, minute }: DemoAcquirer['sent']) => (day + afterDays) * DAY_MS + minute * 60_000
  const steps: Step[] = []
  for (const acquirer of demoAcquirers) {
    const day = ledger.acquirers[acquirer.id]?.nextDay
    if (day !== undefined) steps.push({ acquirer, day, atMs: at(day, acquirer.sent) })
  }
  for (const account of demoAccounts) {
    const day = ledger.banks[account.number]?.nextDay
    if (day !== undefined) steps.push({ account, day, atMs: at(day, account.sent) })
  }
  return steps.sort((a, b) => a.atMs - b.atMs)[0]
}

export interface Arrival {
  readonly file: SentFile
  readonly source: string
  readonly atMs: number
}

/** Makes the files of a step, as often and as whole as they come, and moves the ledger on by it. */
export async function takeStep(pool: ServiceContext['pool'], ledger: Ledger, step: Step): Promise<Arrival[]> {
  return 'acquirer' in step ? fileOf(pool, ledger, step) : statementsOf(ledger, step)
}

async function fileOf(
  pool: ServiceContext['pool'],
  ledger: Ledger,
  { acquirer, day, atMs }: Step & { readonly acquirer: DemoAcquirer },
): Promise<Arrival[]> {
  const book = ledger.acquirers[acquirer.id]
  if (book === undefined) return []
  book.nextDay = day + 1
  const offset = day - ledger.firstDay
  const troubles = troublesOn(offset)
  const declined = troubles.lines(acquirer.id).includes('declined') ? await readDeclined(pool, acquirer, day) : []
  const sales = await readSales(pool, acquirer, day)
  const { bill, sent } = makeBill({ acquirer, day, offset, sales, declined, book })
  for (const { account, booking } of sent) ledger.banks[account]?.bookings.push(booking)
  if (bill.batches.length === 0) return []
  const { name } = bill
  const { bytes } = writeBill(bill)
  const whole: Arrival = { file: { name, bytes }, source: acquirer.source, atMs }
  switch (troubles.file(acquirer.id)) {
    case 'lost':
      return []
    case 'twice':
      return [whole, { ...whole, file: { name: `again_${name}`, bytes }, atMs: atMs + HOUR_MS }]
    case 'cut': {
      const part = bytes.subarray(0, Math.floor(bytes.length * 0.6))
      return [
        { ...whole, file: { name: `part_${name}`, bytes: part } },
        { ...whole, atMs: atMs + HOUR_MS },
      ]
    }
    case 'corrected': {
      const early = { name: `early_${name}`, bytes: writeBill(withWrongAmounts(bill)).bytes }
      return [
        { ...whole, file: early },
        { ...whole, atMs: atMs + HOUR_MS },
      ]
    }
    default:
      return [whole]
  }
}

/** The first edition of a corrected file. */
function withWrongAmounts(bill: Parameters<typeof writeBill>[0]): typeof bill {
  let count = 0
  return {
    ...bill,
    batches: bill.batches.map((batch) => ({
      ...batch,
      rows: batch.rows.map((row) =>
        row.kind === 'sale' && ++count % 25 === 1 ? { ...row, grossMinor: (row.grossMinor ?? 0) + 100, net: row.net + 100 } : row,
      ),
    })),
  }
}

function statementsOf(ledger: Ledger, { account, day, atMs }: Step & { readonly account: DemoAccount }): Arrival[] {
  const book = ledger.banks[account.number]
  if (book === undefined) return []
  book.nextDay = day + 1
  if (!isOpenDay(account.calendars, day)) return []
  const files = makeStatements(account, day, book)
  const arrivals = files.map((file, at) => ({ file, source: account.name, atMs: atMs + at * HOUR_MS }))
  if (account.country !== 'DE' || book.sequence % 10 !== 4) return arrivals
  return [...arrivals, { file: strangersStatement(day), source: '', atMs }]
}
