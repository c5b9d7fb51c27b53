import { openDay } from './bank-days.ts'
import { FAMILIES, type Family } from './families.ts'
import type { SentPayout } from './file-payouts.ts'
import { writeBai2File } from './files/bai2-file.ts'
import { writeCamtFile } from './files/camt-file.ts'
import { writeMt940File } from './files/mt940-file.ts'
import type { BankEntry, Statement } from './files/statement.ts'
import type { Plan } from './plan.ts'
import type { Chance } from './random.ts'
import type { ChainSink } from './truth.ts'
import { dayText } from './wall-clock.ts'

interface Expected {
  readonly sent: SentPayout
  readonly dueDay: number
  readonly undisturbed: boolean
  /** Whether the file that tells of it is there. */
  readonly known: boolean
  readonly lines: string[]
  waiting: number
}
interface Booking extends BankEntry {
  readonly payouts: Expected[]
  readonly raises: 'DUPLICATE_BANK_LINE' | 'UNEXPECTED_BANK_LINE' | null
}

export interface Sending {
  readonly dueDay: number
  /** By the sales that the batch holds, which may all be stragglers. */
  readonly dueByLines: number
  /** Whether the file that tells of it is there. */
  readonly known: boolean
}

export interface Bank {
  /** Sends a payout to its account, with what goes wrong on the way. */
  send(family: Family, sent: SentPayout, when: Sending): void
  /** Writes the statements of a day. */
  closeDay(day: number): void
}

const FORMATS: Readonly<Record<string, readonly [string, (statement: Statement) => Uint8Array]>> = {
  DE02120300000000202051: ['camt.053.xml', writeCamtFile],
  DE89370400440532013000: ['mt940.sta', writeMt940File],
  '4417000123456789': ['bai2.txt', writeBai2File],
  '6222020200112233': ['mt940.sta', writeMt940File],
}
const SENDERS = ['MEIER LOGISTIK GMBH', 'CITY PROPERTIES LTD', 'GREEN ENERGY CO', 'PAYROLL SERVICES'] as const

export function openBank(plan: Plan, chance: Chance, sink: ChainSink): Bank {
  const { faults } = plan.options
  const bookings = new Map<string, Booking[]>()
  const accounts = new Map(FAMILIES.map((family) => [family.account, family]))
  const balances = new Map([...accounts.keys()].map((account) => [account, 1_000_000]))
  const sequences = new Map<string, number>()
  let reference = 0
  const book = (family: Family, day: number, entry: Omit<Booking, 'bankReference'>): Booking => {
    const key = `${family.account} ${day}`
    const booking = { ...entry, bankReference: `B${String(++reference).padStart(9, '0')}` }
    const known = bookings.get(key)
    if (known) known.push(booking)
    else bookings.set(key, [booking])
    return booking
  }
  const raise = (
    code: 'MISSING_IN_BANK' | 'LATE' | 'SHORT_PAID' | 'OVER_PAID' | 'PAYOUT_RETURNED',
    { sent }: Expected,
    amountMinor = sent.amountMinor,
  ) => sink.truth({ is: 'exception', code, subject: sent.payout, amountMinor: Math.abs(amountMinor) })
  /** Near a lost statement nothing else goes wrong: what could be known then would be another benchmark. */
  const isClear = (family: Family, dueDay: number): boolean => {
    for (let day = dueDay - 2; day <= dueDay + 9; day++)
      if (plan.statementFaults.get(`${family.account} ${day}`) === 'lost') return false
    return true
  }

  return {
    send(family, sent, { dueDay, dueByLines, known }) {
      const behind = dueByLines < dueDay
      const clear = known && isClear(family, dueDay) && !behind && sent.untoldMinor === 0
      const fault = clear ? drawFault() : null
      const named =
        !chance.perMille(faults['payout-no-reference']) || fault === 'short' || fault === 'returned' || sent.untoldMinor !== 0
      const texts = { name: family.payer, text: named ? remittance(sent) : 'SETTLEMENT' }
      const undisturbed = fault === null && clear
      const visible = known && plan.statementFaults.get(`${family.account} ${dueDay}`) !== 'lost'
      const expected: Expected = { sent, dueDay, undisturbed, known, lines: [], waiting: 0 }
      const entry = (amountMinor: number) => ({ ...texts, amountMinor, payouts: [expected], raises: null })
      const put = (day: number, amountMinor: number): Booking => {
        expected.waiting += 1
        return book(family, day, entry(amountMinor))
      }
      if (behind && visible) raise('LATE', expected)
      if (sent.untoldMinor !== 0 && visible) raise(sent.untoldMinor > 0 ? 'OVER_PAID' : 'SHORT_PAID', expected, sent.untoldMinor)
      switch (fault) {
        case 'late':
          put(openDay(family.days, dueDay, chance.between(1, 3)), sent.amountMinor)
          raise('LATE', expected)
          break
        case 'missing':
          raise('MISSING_IN_BANK', expected)
          break
        case 'short': {
          const difference = chance.between(1, Math.max(1, Math.min(sent.amountMinor - 1, 5_000)))
          put(dueDay, sent.amountMinor - difference)
          raise('SHORT_PAID', expected, difference)
          break
        }
        case 'split': {
          const part = chance.between(1, sent.amountMinor - 1)
          put(dueDay, part)
          put(dueDay, sent.amountMinor - part)
          break
        }
        case 'returned':
          put(dueDay, sent.amountMinor)
          put(openDay(family.days, dueDay, 1), -sent.amountMinor)
          raise('PAYOUT_RETURNED', expected)
          break
        case 'merged':
          if (merge(family, dueDay, expected, named)) break
          put(dueDay, sent.amountMinor)
          break
        default: {
          const booking = put(dueDay, sent.amountMinor)
          if (clear && chance.perMille(faults['bank-line-twice']))
            bookings.get(`${family.account} ${dueDay}`)?.push({ ...booking, payouts: [], raises: 'DUPLICATE_BANK_LINE' })
        }
      }
      if (clear && chance.perMille(faults['bank-line-unexpected'])) {
        const text = `${remittance(sent).replaceAll(/\d/g, '7')} CORRECTION`
        book(family, dueDay, {
          name: family.payer,
          text,
          amountMinor: chance.between(100, 99_999),
          payouts: [],
          raises: 'UNEXPECTED_BANK_LINE',
        })
      }
    },
    closeDay(day) {
      for (const [account, family] of accounts) if (family.days.isOpen(day)) writeStatement(account, family, day)
    },
  }

  function drawFault(): 'late' | 'missing' | 'short' | 'merged' | 'split' | 'returned' | null {
    let drawn = chance.next() * 1000
    for (const name of ['late', 'missing', 'short', 'merged', 'split', 'returned'] as const) {
      drawn -= faults[`payout-${name}`]
      if (drawn < 0) return name
    }
    return null
  }

  /** Into the line of another payout of the same acquirer and day that nothing happened to. */
  function merge(family: Family, dueDay: number, expected: Expected, named: boolean): boolean {
    const key = `${family.account} ${dueDay}`
    const entries = bookings.get(key) ?? []
    const at = entries.findIndex(
      ({ payouts, name }) => name === family.payer && payouts.length === 1 && payouts[0]?.undisturbed === true,
    )
    const host = entries[at]
    if (!host || entries.some((other) => other.bankReference === host.bankReference && other !== host)) return false
    expected.waiting += 1
    const text = named && host.text !== 'SETTLEMENT' ? `${host.text} ${remittance(expected.sent)}` : 'SETTLEMENT'
    const amountMinor = host.amountMinor + expected.sent.amountMinor
    entries[at] = { ...host, text, amountMinor, payouts: [...host.payouts, expected] }
    return true
  }

  function writeStatement(account: string, family: Family, day: number): void {
    const own: Booking[] = bookings.get(`${account} ${day}`) ?? []
    bookings.delete(`${account} ${day}`)
    for (let noise = 0; noise < 3; noise++)
      own.push({
        name: chance.pick(SENDERS),
        text: `INVOICE ${chance.digits(6)}`,
        amountMinor: chance.between(-200_000, 300_000),
        bankReference: `B${String(++reference).padStart(9, '0')}`,
        payouts: [],
        raises: null,
      })
    const openingMinor = balances.get(account) ?? 0
    const closingMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, openingMinor)
    balances.set(account, closingMinor)
    const sequence = (sequences.get(account) ?? 0) + 1
    sequences.set(account, sequence)
    const fault = plan.statementFaults.get(`${account} ${day}`)
    const [ending, write] = FORMATS[account] ?? ['mt940.sta', writeMt940File]
    const name = `${account}_${dayText(day)}_${ending}`
    const lost = fault === 'lost'
    const statement = { account, currency: family.currency, day, sequence, openingMinor, closingMinor, entries: own }
    const source = `bank ${account}`
    if (!lost) sink.file({ name, folder: 'bank', source, bytes: write({ ...statement, message: `M${account.slice(-4)}${day}` }) })
    if (lost) sink.truth({ is: 'exception', code: 'FILE_MISSING', subject: `${account} ${dayText(day)}`, amountMinor: 0 })
    if (fault === 'twice') {
      const again = `again_${name}`
      sink.file({ name: again, folder: 'bank', source, bytes: write({ ...statement, message: `N${account.slice(-4)}${day}` }) })
      sink.truth({ is: 'exception', code: 'DUPLICATE_FILE', subject: again, amountMinor: 0 })
    }
    for (const [at, booking] of own.entries()) settleBooking(booking, lost ? null : `${name}:${at + 1}`)
  }

  function settleBooking({ payouts, raises, amountMinor }: Booking, line: string | null): void {
    if (raises && line !== null) sink.truth({ is: 'exception', code: raises, subject: line, amountMinor: Math.abs(amountMinor) })
    for (const expected of payouts) {
      expected.waiting -= 1
      if (line !== null) expected.lines.push(line)
      if (expected.waiting > 0 || !expected.known || expected.lines.length === 0) continue
      const { sent, dueDay, undisturbed } = expected
      sink.truth({
        is: 'payout',
        payout: sent.payout,
        amountMinor: sent.amountMinor,
        bankLines: expected.lines,
        dueDay,
        undisturbed,
      })
    }
  }
}

/** What an acquirer writes into the transfer. */
function remittance({ reference, batch: { batch, merchant } }: SentPayout): string {
  return /^[A-Z]{2}\d/.test(reference) ? `${reference} BATCH ${batch} ${merchant}` : `PAYOUT ${reference}`
}
