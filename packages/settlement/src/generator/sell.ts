import type { Family } from './families.ts'
import { FEES } from './families.ts'
import type { FaultName } from './faults.ts'
import { settlementRow, withFee } from './make-rows.ts'
import { acquirerReference, type Counter, makeRefund, makeSale, storePayment } from './make-sale.ts'
import { bucketOf, type Plan } from './plan.ts'
import type { Chance } from './random.ts'
import type { Row, Sale } from './row.ts'
import type { ChainSink } from './truth.ts'
import { midnight } from './wall-clock.ts'

export interface Selling {
  readonly family: Family
  readonly plan: Plan
  readonly chance: Chance
  readonly counter: Counter
  readonly sink: ChainSink
  /** Puts a line into the file that its day is in, or the file after it. */
  put(row: Row, day: number): void
  /** For a later day: refunds and chargebacks. */
  later(day: number, act: () => void): void
}

const isLost = ({ plan, family }: Selling, day: number): boolean =>
  ['lost', 'truncated'].includes(plan.fileFaults.get(`${family.id} ${bucketOf(family, day)}`) ?? '')
const LINE_FAULTS = [
  ...(['missing-in-settlement', 'short', 'over', 'fee-deviates', 'no-acquirer-reference', 'neither-reference'] as const),
  ...(['duplicate-line', 'wrong-currency', 'next-day-file'] as const),
] satisfies readonly FaultName[]

/** One sale with what goes wrong about it: its payment to the store's side, its line to the acquirer's. */
export function sell(selling: Selling, day: number): void {
  const { family, chance, counter, sink, plan } = selling
  const { faults } = plan.options
  const sale = makeSale(family, day, chance, counter)
  if (chance.perMille(faults['status-conflict'])) {
    sink.payment(storePayment(family, sale, { outcome: chance.perMille(500) ? 'voided' : 'declined' }))
    selling.put({ ...settlementRow(family, sale), raises: [about('STATUS_CONFLICT', sale.amountMinor)] }, day)
    return
  }
  if (chance.perMille(20)) sellBefore(selling, sale)
  settle(selling, sale, drawFault(selling))
  if (chance.perMille(faults['unknown-in-store'])) {
    const stranger = makeSale(family, day, chance, counter)
    selling.put(
      { ...settlementRow(family, stranger), is: 'unknown', raises: [about('UNKNOWN_IN_STORE', stranger.amountMinor, 'line')] },
      day,
    )
  }
  if (chance.perMille(15)) {
    const refundDay = chance.perMille(500) ? day : day + chance.between(1, 3)
    selling.later(refundDay, () => settle(selling, makeRefund(family, sale, refundDay, chance, counter), null))
  }
}

const about = (code: Row['raises'][number]['code'], amountMinor: number, subject: 'payment' | 'line' = 'payment') => ({
  code,
  about: subject,
  amountMinor: Math.abs(amountMinor),
})

function drawFault({ chance, plan, family }: Selling): FaultName | null {
  let drawn = chance.next() * 1000
  for (const name of LINE_FAULTS) {
    drawn -= plan.options.faults[name]
    if (drawn >= 0) continue
    const cards = family.id === 'adyen' || family.id === 'nordpay'
    if (name === 'wrong-currency' && !cards) return null
    if (name === 'fee-deviates' && !FEES[`${family.id} ${family.schemes[0]}`]) return null
    // Nothing but its charge names a line of such a report.
    if (name === 'neither-reference' && family.id === 'stripe') return null
    return name
  }
  return null
}

/** A declined try before the sale shares its basket's reference; a voided one has its own. */
function sellBefore({ family, sink, counter, chance }: Selling, sale: Sale): void {
  const number = counter.next++
  const outcome = chance.perMille(750) ? 'declined' : 'voided'
  const own = {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    acquirerReference: acquirerReference(family, number),
  }
  const ourReference = outcome === 'declined' ? sale.ourReference : `A${String(number).padStart(9, '0')}`
  sink.payment(storePayment(family, { ...sale, ...own, atMs: sale.atMs - 30_000, ourReference }, { outcome }))
}

function settle(selling: Selling, sale: Sale, fault: FaultName | null): void {
  const { family, chance, sink, plan } = selling
  const day = sale.salesDay
  const forgotten =
    fault === 'neither-reference'
      ? { acquirerReference: null, ourReference: null }
      : fault === 'no-acquirer-reference'
        ? { acquirerReference: null }
        : {}
  sink.payment(storePayment(family, sale, forgotten))
  if (fault === 'missing-in-settlement') {
    if (!isLost(selling, day))
      sink.truth({ is: 'exception', code: 'MISSING_IN_SETTLEMENT', subject: sale.id, amountMinor: sale.amountMinor })
    return
  }
  const row = faultyRow(selling, sale, fault)
  const moved = fault === 'next-day-file' ? nextBucketDay(selling, day) : day
  selling.put(row, moved)
  if (fault === 'duplicate-line') {
    const next = nextBucketDay(selling, day)
    const apart = chance.perMille(300) && !isLost(selling, day) && !isLost(selling, next)
    selling.put(
      { ...row, is: 'duplicate', raises: [about('DUPLICATE_SETTLEMENT', sale.amountMinor, 'line')] },
      apart ? next : day,
    )
  }
  if (moved !== day && isLost(selling, moved) && !isLost(selling, day))
    sink.truth({ is: 'exception', code: 'MISSING_IN_SETTLEMENT', subject: sale.id, amountMinor: sale.amountMinor })
  const disputable = family.id === 'adyen' || family.id === 'nordpay' || family.id === 'stripe'
  if (fault === null && sale.kind === 'sale' && disputable && chance.perMille(plan.options.faults.chargeback))
    dispute(selling, sale)
}

/** The first day after it whose file is another. */
function nextBucketDay({ family }: Selling, day: number): number {
  let next = day + 1
  while (bucketOf(family, next) === bucketOf(family, day)) next++
  return next
}

function faultyRow({ family, chance }: Selling, sale: Sale, fault: FaultName | null): Row {
  const row = settlementRow(family, sale)
  const difference = Math.max(1, Math.round((sale.amountMinor * chance.between(1, 20)) / 100))
  switch (fault) {
    case 'short':
      return { ...settlementRow(family, sale, sale.amountMinor - difference), raises: [about('SHORT_PAID', difference)] }
    case 'over':
      return { ...settlementRow(family, sale, sale.amountMinor + difference), raises: [about('OVER_PAID', difference)] }
    case 'fee-deviates': {
      const wrong = row.fee + Math.max(1, Math.round(row.fee * 0.3))
      return { ...withFee(row, wrong), raises: [about('FEE_DEVIATES', 0)] }
    }
    case 'wrong-currency':
      return { ...row, grossCurrency: 'GBP', raises: [about('CURRENCY_MISMATCH', sale.amountMinor)] }
    default:
      return row
  }
}

/** A chargeback some days after, and in three of ten cases its reversal. Each stands in the file of its own day. */
function dispute(selling: Selling, sale: Sale): void {
  const { family, plan, chance } = selling
  const day = sale.salesDay + chance.between(4, 10)
  const reversed = chance.perMille(plan.options.faults['chargeback-reversed'])
  const rowOn = (on: number, kind: 'chargeback' | 'chargeback-reversed', reference: string): Row => {
    const gross = kind === 'chargeback' ? -sale.amountMinor : sale.amountMinor
    return {
      ...settlementRow(family, sale),
      ...{
        kind,
        reference,
        atMs: midnight(family.clock, on) + 36_000_000,
        salesDay: on,
        grossMinor: gross,
        fee: 0,
        net: gross,
        is: 'child',
      },
      raises: kind === 'chargeback' ? [about('CHARGEBACK_NEW', sale.amountMinor)] : [],
    }
  }
  const number = selling.counter.next++
  selling.later(day, () => selling.put(rowOn(day, 'chargeback', `dp_${number}C`), day))
  if (reversed) selling.later(day + 4, () => selling.put(rowOn(day + 4, 'chargeback-reversed', `dp_${number}R`), day + 4))
}
