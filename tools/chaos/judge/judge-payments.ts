import type { LedgerLine, OrderLine } from '../shop-floor/lane-plan.ts'
import type { Evidence, PaymentEvidence, Violation } from './evidence.ts'
import { type Entry, readLedger } from './read-ledger.ts'

/** An order and all that became of it. */
interface Story {
  readonly placed: Extract<OrderLine, { what: 'placed' }>
  readonly told: readonly OrderLine[]
  readonly payments: readonly PaymentEvidence[]
  readonly booked: readonly Entry[]
}

/** Nobody is charged twice, and every payment of the record is what its terminal booked and what its till was told. */
export function judgePayments(evidence: Evidence): Violation[] {
  const said = [...judgeStrays(evidence), ...readStories(evidence).flatMap((story) => [...judgeStory(story)])]
  return said.map((what) => ({ invariant: 'money', what }))
}

function* judgeStory({ placed, told, payments, booked }: Story): Generator<string> {
  const name = `order ${placed.order} (${placed.kind} of ${placed.amountMinor})`
  for (const line of told) if (line.what === 'wrong') yield `${name}: ${line.text}`
  if (booked.length > 1)
    yield `${name} reached the terminal ${booked.length} times: ${booked.map(({ state }) => state).join(', ')}`
  if (payments.length > 1) yield `${name} is ${payments.length} payments`
  const [payment] = payments
  const standing = booked.find(({ stands }) => stands)

  if (told.some(({ what }) => what === 'refused')) {
    if (payment !== undefined) yield `${name} was refused to the till and is payment ${payment.id}`
    if (booked.length > 0) yield `${name} was refused to the till and reached the terminal`
  } else if (payment === undefined) {
    yield `${name} is in no record${standing === undefined ? '' : ', and the terminal has booked it'}`
  } else if (told.some(({ what }) => what === 'undecided')) {
    if (payment.outcome !== 'unknown') yield `${name}: nobody has decided, yet the record says ${payment.outcome}`
  } else {
    yield* judgeEnd(name, payment, standing, told)
  }
}

function* judgeEnd(
  name: string,
  payment: PaymentEvidence,
  standing: Entry | undefined,
  told: readonly OrderLine[],
): Generator<string> {
  const { id, outcome, final, authorisedMinor, receipt } = payment
  if (!final) yield `${name} has no end: the record says ${outcome}`
  const last = told.find((line) => line.what === 'told')
  if (last === undefined) yield `${name}: its till was never told how it ended`
  else if (last.payment !== id || last.outcome !== outcome)
    yield `${name}: the till was told ${last.outcome} of ${last.payment}, the record says ${outcome} of ${id}`
  if ((standing !== undefined) !== (outcome === 'approved'))
    yield `${name}: the terminal ${standing === undefined ? 'has not' : 'has'} booked it, the record says ${outcome}`
  if (standing === undefined || outcome !== 'approved') return
  if (authorisedMinor !== null && authorisedMinor !== standing.amountMinor)
    yield `${name}: the terminal booked ${standing.amountMinor}, the record says ${authorisedMinor}`
  if (receipt !== null && receipt !== standing.receipt)
    yield `${name}: the terminal’s receipt is ${standing.receipt}, the record’s ${receipt}`
}

/** What nobody asked for. */
function* judgeStrays({ orders, payments, ledger }: Evidence): Generator<string> {
  const placed = orders.filter((line) => line.what === 'placed')
  const [names, keys] = [new Set(placed.map(nameOf)), new Set(placed.map(({ order }) => order))]
  for (const entry of readLedger(ledger))
    if (!names.has(nameOf(entry)))
      yield `the terminal of ${entry.store} booked a ${entry.kind} of ${entry.amountMinor} that no till asked for`
  for (const { id, store, basket } of payments)
    if (!keys.has(basket ?? '')) yield `payment ${id} of ${store} is in the record and no till asked for it`
}

function readStories({ orders, payments, ledger }: Evidence): Story[] {
  const told = Map.groupBy(orders, ({ order }) => order)
  const byBasket = Map.groupBy(payments, ({ basket }) => basket ?? '')
  const booked = Map.groupBy(readLedger(ledger), nameOf)
  return orders
    .filter((line) => line.what === 'placed')
    .map((placed) => ({
      placed,
      told: told.get(placed.order) ?? [],
      payments: byBasket.get(placed.order) ?? [],
      booked: booked.get(nameOf(placed)) ?? [],
    }))
}

function nameOf({ store, kind, amountMinor }: Pick<LedgerLine, 'store' | 'kind' | 'amountMinor'>): string {
  return `${store} ${kind} ${amountMinor}`
}
