import { createIdSource } from '@counterfoil/agent'
import type { Clock } from '@counterfoil/services/clock'
import type { Chance } from './random.ts'

export type Fact = { readonly kind: string } & Readonly<Record<string, unknown>>

export interface FactsOptions {
  readonly clock: Clock
  readonly chance: Chance
  readonly record: (facts: readonly Fact[]) => void
  readonly paceMs: number
  readonly trading: () => boolean
  /** Asked before each payment, as the till API asks. */
  readonly mayPay: () => boolean
}

const METHOD = { scheme: 'girocard', funding: 'debit' }

/** A store that trades: payments opened, answered and finalised, some without a word, some told twice; now and then a condition. */
export function createFacts({ clock, chance, record, paceMs, trading, mayPay }: FactsOptions): void {
  const newId = createIdSource(clock.nowMs, chance.bytes)
  const soon = (run: () => void) => clock.startTimer(chance.between(0, 2_000), run)

  function trade(): void {
    clock.startTimer(chance.between(1, paceMs * 2), () => {
      if (!trading()) return
      if (chance.happens(0.15)) condition()
      if (chance.happens(0.3)) record([{ kind: 'terminal.discarded', ...at(), length: 3, head: '0a0b0c', why: 'no message' }])
      // A rush: many baskets in one moment make batches of many events.
      const baskets = chance.happens(0.03) ? chance.between(5, 12) : 1
      for (let nth = 0; nth < baskets; nth += 1) pay(baskets > 1)
      trade()
    })
  }

  function condition(): void {
    const state = chance.pick(['ready', 'busy', 'unreachable', 'needs_action'])
    record([{ kind: 'terminal.condition', ...at(), condition: state }])
  }

  function at() {
    return { terminal: chance.pick(['lane-1', 'lane-2']) }
  }

  function pay(atOnce: boolean): void {
    if (!mayPay()) return
    const ofPayment = { ...at(), payment: newId() }
    const amountMinor = chance.between(1, 20_000)
    const paymentKind = chance.pick(['sale', 'sale', 'sale', 'refund'])
    const outcome = chance.pick(['approved', 'approved', 'approved', 'declined', 'cancelled'])
    const result = outcome === 'approved' ? { amountMinor, currency: 'EUR', method: METHOD, receipt: '0017' } : {}
    const opened = { kind: 'payment.opened', ...ofPayment, paymentKind, amountMinor, currency: 'EUR', details: { basket: 'B-1' } }
    const answered = { kind: 'payment.answered', ...ofPayment, outcome, result, transcript: [] }
    const final = { paymentKind, outcome, amountMinor, currency: 'EUR', recovered: false, result, transcript: [] }
    const finalised = { kind: 'payment.finalised', ...ofPayment, ...final }
    if (atOnce) {
      record([opened, answered, finalised])
      return
    }
    record([opened])
    soon(() => {
      const turn = chance.next()
      // Abandoned: a payment that never ends must not hold up anything.
      if (turn < 0.05) return
      record([turn < 0.1 ? { kind: 'payment.unknown', ...ofPayment, stage: 'asking', why: 'silence', transcript: [] } : answered])
      soon(() => {
        record([finalised])
        if (chance.happens(0.03)) soon(() => record([finalised]))
      })
    })
  }

  trade()
}
