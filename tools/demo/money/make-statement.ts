import {
  type BankEntry,
  Chance,
  dayText,
  type Statement,
  writeBai2File,
  writeCamtFile,
  writeMt940File,
} from '@counterfoil/settlement/generator'
import type { BankFormat, DemoAccount } from './acquirers.ts'
import type { BankBook } from './ledger.ts'
import { statementTrouble } from './troubles.ts'

const WRITERS: Readonly<Record<BankFormat, readonly [ending: string, (statement: Statement) => Uint8Array]>> = {
  camt: ['camt.053.xml', writeCamtFile],
  mt940: ['mt940.sta', writeMt940File],
  bai2: ['bai2.txt', writeBai2File],
}
const OTHERS = ['MEIER LOGISTIK GMBH', 'CITY PROPERTIES LTD', 'GREEN ENERGY CO', 'PAYROLL SERVICES'] as const

export interface SentFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The statement of one day, as often as the bank sends it. Changes the account's book. */
export function makeStatements(account: DemoAccount, day: number, book: BankBook): SentFile[] {
  const chance = new Chance(day * 17 + Number(account.number.slice(-4)))
  const mine = book.bookings.filter((booking) => booking.day <= day)
  book.bookings = book.bookings.filter((booking) => booking.day > day)
  let number = 0
  const reference = (): string => `${account.country}${day}${String(++number).padStart(3, '0')}`
  const entries: BankEntry[] = mine.flatMap(({ amountMinor, name, text, twice }) => {
    const entry = { amountMinor, name, text, bankReference: reference() }
    return twice ? [entry, entry] : [entry]
  })
  for (let other = 0; other < 2; other++)
    entries.push({
      name: chance.pick(OTHERS),
      text: `INVOICE ${chance.digits(6)}`,
      amountMinor: chance.between(-200_000, 150_000),
      bankReference: reference(),
    })
  const openingMinor = book.balanceMinor
  const closingMinor = entries.reduce((sum, { amountMinor }) => sum + amountMinor, openingMinor)
  book.balanceMinor = closingMinor
  book.sequence += 1
  const trouble = statementTrouble(account.country, book.sequence)
  if (trouble === 'lost') return []
  const [ending, write] = WRITERS[account.format]
  const { number: of, currency } = account
  const statement = { account: of, currency, day, sequence: book.sequence, openingMinor, closingMinor, entries }
  const name = `${of}_${dayText(day)}_${ending}`
  const first = { name, bytes: write({ ...statement, message: `M${of.slice(-4)}${day}` }) }
  if (trouble !== 'twice') return [first]
  return [first, { name: `again_${name}`, bytes: write({ ...statement, message: `N${of.slice(-4)}${day}` }) }]
}
