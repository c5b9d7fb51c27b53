import {
  type Allocation,
  allocateLines,
  allocatePayouts,
  dayNumber,
  type MatchBankLine,
  type MatchLine,
  type MatchPayment,
  type MatchPayout,
  matchLines,
  matchPayouts,
  pairKey,
  payerMarks,
} from '@counterfoil/settlement/funds'
import type { CollectedRows } from './collected-rows.ts'
import type { Records } from './load-records.ts'
import type { AllocationRecord, PaymentRecord, PayoutRecord } from './shapes.ts'
import { isByHand } from './standing-links.ts'

/** A reference of more than twelve characters is the acquirer's own: ISO 8583 gives the terminal's twelve. */
const LONGEST_RETRIEVAL = 12

export function toPayment(record: PaymentRecord): MatchPayment {
  const { outcome, reference, kind } = record
  const own = reference !== null && reference.length > LONGEST_RETRIEVAL
  const told = outcome === 'approved' || outcome === 'declined' || outcome === 'cancelled' ? outcome : 'unknown'
  return {
    id: record.id,
    acquirer: record.acquirer ?? '',
    merchantAccount: record.merchantAccount ?? '',
    currency: record.currency,
    kind: kind === 'refund' ? 'refund' : 'sale',
    outcome: record.reversed ? 'voided' : told,
    amountMinor: record.amountMinor,
    store: record.store,
    terminal: record.terminal,
    method: record.wallet ?? record.scheme,
    salesDay: dayNumber(record.salesDay),
    happenedAtMs: record.happenedAtMs,
    acquirerReference: own ? reference : null,
    retrievalReference: own ? null : reference,
    ourReference: record.basket,
    authorisationCode: record.code,
    traceNumber: record.trace,
    receiptNumber: record.receipt,
    terminalBatch: record.batch,
    last4: record.last4,
    originalReference: record.original,
  }
}

export function toPayout(record: PayoutRecord): MatchPayout {
  const { id, acquirer, account, currency, amountMinor, references, dueOn, firstOn, lastOn, storeGroup } = record
  return {
    ...{ acquirer, currency, amountMinor, references, storeGroup },
    id: String(id),
    account: account ?? '',
    dueDay: dayNumber(dueOn),
    firstDay: dayNumber(firstOn),
    lastDay: dayNumber(lastOn),
  }
}

/** Both sides of the links of a bundle. */
export interface Sides {
  readonly payments: ReadonlyMap<string, MatchPayment>
  readonly lines: ReadonlyMap<string, MatchLine>
  readonly payouts: ReadonlyMap<string, MatchPayout>
  readonly bankLines: ReadonlyMap<string, MatchBankLine>
}

export function readSides(records: Records, rows: CollectedRows): Sides {
  const payouts = [...records.payouts.values()].filter(({ carriedOver, fileState }) => !carriedOver && fileState === 'imported')
  return {
    payments: new Map([...records.payments].map(([id, payment]) => [id, toPayment(payment)])),
    lines: rows.lines,
    payouts: new Map(payouts.map((payout) => [String(payout.id), toPayout(payout)])),
    bankLines: rows.bankLines,
  }
}

export interface MatchedAgain {
  /** By key. */
  readonly links: ReadonlyMap<string, Allocation>
  /** Payments of day bags (L8). */
  readonly bagged: ReadonlySet<string>
}

/** What the matching makes of the bundle's own rows. Rows linked to others outside of it, or by hand, are not asked about. */
export function matchAgain(records: Records, sides: Sides, standing: readonly AllocationRecord[]): MatchedAgain {
  const [from, to] = [new Set<string>(), new Set<string>()]
  for (const one of standing) {
    // What a person has only proposed holds nothing: the rules have looked at its rows all the same.
    if (isByHand(one) && one.confidence === 'proposal') continue
    const [a, b] = endsOf(one, sides)
    if (!isByHand(one) && a !== undefined && b !== undefined) continue
    from.add(`${one.join} ${one.from}`)
    to.add(`${one.join} ${one.to}`)
  }
  const taken = records.allocations.filter(({ because }) => because === 'person')
  const refused = new Set(taken.filter(({ join }) => join === 'payment_line').map((one) => pairKey(one.from, one.to)))
  const apart = new Set(taken.filter(({ join }) => join === 'payout_bank').map((one) => `${one.from} ${one.to}`))
  const lines = matchLines(
    [...sides.payments.values()].filter(({ id, acquirer }) => acquirer !== '' && !from.has(`payment_line ${id}`)),
    [...sides.lines.values()].filter(({ id }) => !to.has(`payment_line ${id}`)),
    refused,
  )
  const payouts = matchPayouts(
    [...sides.payouts.values()].filter(({ id }) => !from.has(`payout_bank ${id}`)),
    [...sides.bankLines.values()].filter(({ id }) => !to.has(`payout_bank ${id}`)),
    payerMarks(records.contracts.map(({ contract }) => contract)),
  )
  const kept = payouts.links.filter((link) => !link.payouts.some((a) => link.lines.some((b) => apart.has(`${a.id} ${b.id}`))))
  return {
    links: new Map([...allocateLines(lines, ''), ...allocatePayouts(kept, '')].map((one) => [one.key, one])),
    bagged: new Set(lines.bags.flatMap(({ payments }) => payments)),
  }
}

export const endsOf = ({ join, from, to }: AllocationRecord, sides: Sides) =>
  join === 'payment_line'
    ? ([sides.payments.get(from), sides.lines.get(to)] as const)
    : ([sides.payouts.get(from), sides.bankLines.get(to)] as const)
