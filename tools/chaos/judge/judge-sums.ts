import type { Evidence, SalesRow, Violation } from './evidence.ts'
import { readLedger } from './read-ledger.ts'

interface Sum {
  salesMinor: number
  approved: number
}

/** The day's and the minutes' sums are what the terminals booked, and each minute is what its events say (I4). */
export function judgeSums(evidence: Evidence): Violation[] {
  const booked = sumBooked(evidence)
  const minutes = sumMinutes(evidence)
  return [
    ...compare(
      'days',
      booked,
      sumBy(evidence.days, ({ store }) => store),
    ),
    ...compare(
      'minutes',
      booked,
      sumBy(evidence.minutes, ({ store }) => store),
    ),
    ...compare(
      'minutes',
      minutes,
      sumBy(evidence.minutes, ({ store, at }) => `${store} ${at}`),
    ),
  ]
}

/** What the terminals hold as booked, less what nobody has decided about yet: an unknown payment is in no sum. */
function sumBooked({ ledger, orders }: Evidence): Map<string, Sum> {
  const undecided = new Set(orders.filter(({ what }) => what === 'undecided').map(({ order }) => order))
  const open = new Set(
    orders.flatMap((line) =>
      line.what === 'placed' && undecided.has(line.order) ? [`${line.store} ${line.kind} ${line.amountMinor}`] : [],
    ),
  )
  const sums = new Map<string, Sum>()
  for (const { store, kind, amountMinor, stands } of readLedger(ledger))
    if (stands && !open.has(`${store} ${kind} ${amountMinor}`)) add(sums, store, kind, amountMinor)
  return sums
}

function sumMinutes({ outboxes }: Evidence): Map<string, Sum> {
  const sums = new Map<string, Sum>()
  for (const { store, events } of outboxes)
    for (const { kind, body } of events) {
      if (kind !== 'payment.finalised') continue
      const event = JSON.parse(body) as { at: number; outcome: string; paymentKind: string; amountMinor: number }
      if (event.outcome === 'approved')
        add(sums, `${store} ${event.at - (event.at % 60_000)}`, event.paymentKind, event.amountMinor)
    }
  return sums
}

function add(sums: Map<string, Sum>, key: string, kind: string, amountMinor: number): void {
  const sum = sums.get(key) ?? { salesMinor: 0, approved: 0 }
  sums.set(key, sum)
  sum.salesMinor += kind === 'sale' ? amountMinor : -amountMinor
  sum.approved += kind === 'sale' ? 1 : 0
}

function sumBy(rows: readonly SalesRow[], keyOf: (row: SalesRow) => string): Map<string, Sum> {
  const sums = new Map<string, Sum>()
  for (const row of rows) {
    const sum = sums.get(keyOf(row)) ?? { salesMinor: 0, approved: 0 }
    sums.set(keyOf(row), { salesMinor: sum.salesMinor + row.salesMinor, approved: sum.approved + row.approved })
  }
  return sums
}

function compare(table: string, right: ReadonlyMap<string, Sum>, held: ReadonlyMap<string, Sum>): Violation[] {
  const nothing = { salesMinor: 0, approved: 0 }
  return [...new Set([...right.keys(), ...held.keys()])].flatMap((key) => {
    const [a, b] = [right.get(key) ?? nothing, held.get(key) ?? nothing]
    if (a.salesMinor === b.salesMinor && a.approved === b.approved) return []
    const what = `${table} of ${key}: ${b.approved} sales, ${b.salesMinor}; right are ${a.approved}, ${a.salesMinor}`
    return [{ invariant: 'I4', what }]
  })
}
