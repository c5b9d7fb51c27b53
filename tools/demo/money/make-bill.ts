import { type Batch, type Bill, Chance, dayText, midnight, nameOfBill, type Row } from '@counterfoil/settlement/generator'
import { accountOf, type DemoAcquirer } from './acquirers.ts'
import { openDay } from './bank-days.ts'
import { bookingsOf } from './bookings.ts'
import type { AcquirerBook, Booking } from './ledger.ts'
import type { Sold } from './read-sales.ts'
import { batchRow } from './settle-sale.ts'
import { spoilLines } from './spoil-lines.ts'
import { troublesOn } from './troubles.ts'

/** A transfer, and the account it goes to. */
export interface Sent {
  readonly account: string
  readonly booking: Booking
}

export interface MadeBill {
  readonly bill: Bill
  readonly sent: readonly Sent[]
}

export interface BillOrder {
  readonly acquirer: DemoAcquirer
  readonly day: number
  /** Day of the demo's cycle of troubles. */
  readonly offset: number
  readonly sales: readonly Sold[]
  readonly declined: readonly Sold[]
  readonly book: AcquirerBook
}

/** What an acquirer writes about one sales day and what it sends for it. Changes its book, which is kept only if the file was sent. */
export function makeBill({ acquirer, day, offset, sales, declined, book }: BillOrder): MadeBill {
  const chance = new Chance(day * 31 + acquirer.id.length * 7 + acquirer.id.charCodeAt(0))
  const troubles = troublesOn(offset)
  const settled = sales.filter(({ uncertain }) => !uncertain || chance.perMille(500))
  const spoilt = spoilLines(settled, troubles.lines(acquirer.id), { acquirer, day, chance, declined })
  const due = book.later.filter((one) => one.day <= day).map(({ row }) => row)
  book.later = [...book.later.filter((one) => one.day > day), ...spoilt.later]
  const byMerchant = Map.groupBy([...spoilt.rows, ...due], ({ merchant }) => merchant)
  const announces = acquirer.id === 'adyen' || acquirer.id === 'nordpay'
  const unit = 10 ** (acquirer.feeDecimals - acquirer.bill.exponent)
  const dueDay = openDay(acquirer.calendars, day, acquirer.lagDays)
  const sent: Sent[] = []
  const batches = [...byMerchant.keys()].sort().map((merchant) => closeBatch(merchant, byMerchant.get(merchant) ?? []))
  return {
    bill: { family: acquirer.bill, name: nameOfBill(acquirer.id, day), day, sentDay: dueDay, batches },
    sent,
  }

  function closeBatch(merchant: string, made: readonly Row[]): Batch {
    const trouble = troubles.payout(acquirer.id, merchant)
    const at = { atMs: midnight(acquirer.bill.clock, day) + 86_000_000, day, text: '' }
    const before = book.carried[merchant] ?? 0
    delete book.carried[merchant]
    const rows = [...made, ...agreedRows(merchant, made, trouble === 'reserve-kept')]
    if (announces && before !== 0) rows.push(batchRow('transfer', merchant, before, at))
    const sum = roundHalf(rows.reduce((total, { net }) => total + net, 0) / unit)
    const total = announces ? sum : sum + before
    const tooLittle = total < Math.max(acquirer.minimumMinor, 1)
    if (tooLittle) book.carried[merchant] = total
    if (tooLittle && announces && total !== 0) rows.push(batchRow('transfer', merchant, -total, at))
    const batch = nameBatch(merchant)
    const reference = referenceOf(merchant, batch)
    const amountMinor = trouble === 'untied' ? total - 13_750 : total
    if (!tooLittle) {
      const account = accountOf(countryOf(rows))
      const payout = { ...{ merchant, batch, reference, amountMinor, trouble, dueDay, account }, payer: acquirer.payer }
      for (const booking of bookingsOf(payout)) sent.push({ account: account.number, booking })
    }
    return {
      merchant,
      batch,
      payout: '',
      rows,
      announcedMinor: announces && !tooLittle ? amountMinor : null,
      payoutReference: reference,
    }
  }

  /** What is held back, given free, and invoiced by contract. */
  function agreedRows(merchant: string, made: readonly Row[], kept: boolean): Row[] {
    const { reserve, invoicePercent = 0 } = acquirer
    const at = { atMs: midnight(acquirer.bill.clock, day) + 80_000_000, day }
    const gross = made.reduce((sum, { kind, grossMinor }) => sum + (kind === 'sale' ? (grossMinor ?? 0) : 0), 0)
    const rows: Row[] = []
    const held = reserve === undefined ? 0 : Math.round((gross * Number(reserve.percent)) / 100)
    if (reserve !== undefined && held > 0) {
      rows.push(batchRow('reserve', merchant, -held, { ...at, text: 'Reserve hold' }))
      const free = day + reserve.releaseDays
      const freed = batchRow('reserve', merchant, held, {
        atMs: at.atMs + reserve.releaseDays * 86_400_000,
        day: free,
        text: 'Reserve release',
      })
      if (!kept) book.later.push({ day: free, row: freed })
    }
    book.invoiceMinor += Math.round((gross * invoicePercent) / 100)
    const endsMonth = dayText(day + 1).endsWith('-01')
    if (endsMonth && book.invoiceMinor > 0) {
      rows.push(batchRow('invoice', merchant, -book.invoiceMinor, { ...at, text: 'Invoice' }))
      book.invoiceMinor = 0
    }
    return rows
  }

  function countryOf(rows: readonly Row[]): string {
    const sold = rows.find(({ sale }) => sale !== null)?.sale as Sold | undefined
    return sold?.country ?? acquirer.countries[0] ?? 'DE'
  }

  function nameBatch(merchant: string): string {
    if (acquirer.id === 'stripe') return `po_1Cf${String(day).padStart(6, '0')}${acquirer.bill.currency}Ab`
    if (!announces) return dayText(day)
    const number = (book.batches[merchant] ?? 100) + 1
    book.batches[merchant] = number
    return String(number)
  }

  function referenceOf(merchant: string, batch: string): string {
    if (acquirer.id === 'adyen') return `TX${chance.between(1, 9)}${chance.digits(11)}XT`
    if (acquirer.id === 'nordpay')
      return `NP${String(day * 10_000 + chance.below(10_000))
        .padStart(10, '0')
        .slice(-10)}`
    return acquirer.id === 'stripe' ? batch : `${merchant} ${batch.replaceAll('-', '')}`
  }
}

/** Half away from zero. */
const roundHalf = (value: number): number => (value < 0 ? -Math.round(-value) : Math.round(value))
