import { setTimeout as delay } from 'node:timers/promises'
import type { Chance } from '../../disasters/random.ts'
import type { BookedTerminal } from './booked-terminal.ts'
import type { LanePlan, OrderLine } from './lane-plan.ts'
import { createTillClient, type TillOrder, type TillPayment } from './till-client.ts'

export interface Till {
  /** Serves one customer after the other until `settle`; resolves when none is left in between. */
  run(): Promise<void>
  /** No new customers; whoever is at the counter is served to the end. */
  settle(): void
}

export interface TillOptions {
  readonly plan: LanePlan
  readonly chance: Chance
  readonly terminal: BookedTerminal
  readonly write: (line: OrderLine) => void
}

const THINK_MS = [500, 6_000] as const
const ASK_AGAIN_MS = 400
/** A customer who is refused for so long goes away. */
const PATIENCE_MS = 15_000
/** A terminal that was cut off ends what it does within seconds; only then is its journal looked at. */
const BEFORE_LOOKING_MS = 12_000

/** What an agent may answer instead of beginning a payment; anything else is wrong. */
const PROPER_REFUSALS: readonly string[] = [
  'busy',
  'not_ready',
  'unknown_open',
  'journal_failed',
  'cannot_record',
  'parent_unknown',
  'parent_not_reversible',
]

/** A till and its cashier: asks with one key until an answer comes, follows the payment, and never asks for it twice. */
export function createTill({ plan, chance, terminal, write }: TillOptions): Till {
  const client = createTillClient(plan)
  const settling = new AbortController()
  let orders = 0
  let lastSale: { readonly payment: string; readonly amountMinor: number } | undefined

  function nextOrder(): TillOrder {
    orders += 1
    const key = `${plan.store}-${orders}`
    const drawn = chance.next()
    if (drawn < 0.06 && lastSale !== undefined) {
      const { payment: parent, amountMinor } = lastSale
      lastSale = undefined
      return { key, kind: 'reversal', amountMinor, parent }
    }
    return { key, kind: drawn > 0.95 ? 'refund' : 'sale', amountMinor: 100 + orders * 7, parent: undefined }
  }

  async function serve(order: TillOrder): Promise<void> {
    const { key, kind, amountMinor } = order
    write({ what: 'placed', order: key, store: plan.store, kind, amountMinor })
    const begun = await begin(order)
    if (begun === undefined) return
    if (chance.happens(0.03)) await client.cancel(begun.id)
    const final = await follow(order, begun)
    if (final === undefined) return
    const outcome = final.outcome
    if (outcome === null || outcome === 'unknown') return wrong(key, `payment ${final.id} is final without an outcome`)
    write({ what: 'told', order: key, payment: final.id, outcome, amountMinor: final.amountMinor, receipt: final.result.receipt })
    if (kind === 'sale' && outcome === 'approved') lastSale = { payment: final.id, amountMinor }
    if (chance.happens(0.1)) await askOnceMore(order, final)
  }

  /** The same key until somebody answers: nobody knows what became of a request without an answer. */
  async function begin(order: TillOrder): Promise<TillPayment | undefined> {
    const sinceMs = performance.now()
    for (;;) {
      const answer = await client.place(order, chance.happens(0.05) ? chance.between(1, 30) : undefined)
      if (answer.kind === 'payment') return answer.payment
      if (answer.kind === 'refused') {
        if (!PROPER_REFUSALS.includes(answer.code)) {
          wrong(order.key, `${answer.code}: ${answer.message}`)
          return undefined
        }
        if (performance.now() - sinceMs > PATIENCE_MS || answer.code.startsWith('parent')) {
          write({ what: 'refused', order: order.key, code: answer.code })
          return undefined
        }
      }
      await delay(ASK_AGAIN_MS)
    }
  }

  async function follow(order: TillOrder, begun: TillPayment): Promise<TillPayment | undefined> {
    let payment = begun
    let needsPersonSinceMs: number | undefined
    for (;;) {
      if (payment.state === 'final') return payment
      needsPersonSinceMs = payment.state === 'needs_person' ? (needsPersonSinceMs ?? performance.now()) : undefined
      if (needsPersonSinceMs !== undefined && performance.now() - needsPersonSinceMs > BEFORE_LOOKING_MS) {
        if (settling.signal.aborted && chance.happens(0.3)) {
          write({ what: 'undecided', order: order.key, payment: payment.id })
          return undefined
        }
        await decide(order, payment)
      }
      await delay(ASK_AGAIN_MS)
      const answer = await client.find(begun.id)
      if (answer.kind === 'payment') payment = answer.payment
      else if (answer.kind === 'refused') {
        wrong(order.key, `payment ${begun.id} was begun, and now: ${answer.code}: ${answer.message}`)
        return undefined
      }
    }
  }

  async function decide(order: TillOrder, { id }: TillPayment): Promise<void> {
    const outcome = terminal.find(order.kind, order.amountMinor) === 'approved' ? 'approved' : 'cancelled'
    const answer = await client.decide(id, outcome)
    if (answer.kind === 'payment') write({ what: 'decided', order: order.key, payment: id, outcome })
  }

  /** A till that forgot the answer gets the same one again. */
  async function askOnceMore(order: TillOrder, final: TillPayment): Promise<void> {
    const answer = await client.place(order)
    if (answer.kind === 'silent') return
    if (answer.kind === 'refused') return wrong(order.key, `asked again after its end: ${answer.code}: ${answer.message}`)
    const { id, outcome } = answer.payment
    if (id !== final.id || outcome !== final.outcome)
      wrong(order.key, `asked again after its end: payment ${id} ${outcome}, before it was ${final.id} ${final.outcome}`)
  }

  function wrong(order: string, text: string): void {
    write({ what: 'wrong', order, text })
  }

  return {
    async run() {
      while (!settling.signal.aborted) {
        await delay(chance.between(...THINK_MS), undefined, { signal: settling.signal }).catch(() => undefined)
        if (!settling.signal.aborted) await serve(nextOrder())
      }
    },
    settle: () => settling.abort(),
  }
}
