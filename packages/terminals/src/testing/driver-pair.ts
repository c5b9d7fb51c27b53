import type { OpenPayment, PaymentRequest, TerminalDriver } from '../terminal-driver.ts'
import type { CashierPrompt, TerminalFact } from '../terminal-facts.ts'
import type { SimulatedPayment, TerminalSimulator } from '../terminal-simulator.ts'

export type Direction = 'to_terminal' | 'from_terminal'

/** What a run that ended left open: what the agent's outbox would hand to a new driver. */
export interface Leftover {
  readonly open: readonly OpenPayment[]
  readonly lastReceipt?: string
}

/** A driver and a simulated terminal, joined by a cable the test can cut. */
export interface DriverPair {
  readonly driver: TerminalDriver
  readonly simulator: TerminalSimulator
  /** Everything recorded since the first driver of this terminal, in order. */
  readonly facts: readonly TerminalFact[]
  readonly prompts: readonly CashierPrompt[]
  /** What the terminal's customers do from now on; left out: approved at once. */
  plan(next: Partial<SimulatedPayment>): void
  /** The disk refuses facts for which this is true. */
  refuseFacts(refuses: (fact: TerminalFact) => boolean): void
  /** Pulls the cable for so long. */
  cut(forMs: number): void
  /** The driver is gone without a word, the terminal is not; a new driver takes over. */
  restart(leftover: Leftover): Promise<DriverPair>
  /** Lets time pass until `done` holds; throws after `limitMs`. */
  until(done: () => boolean, limitMs?: number): Promise<void>
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

export interface PairOptions {
  /** As in a config file. */
  readonly settings?: Readonly<Record<string, unknown>>
}

/** Opens a pair over some link; the contract suite runs over whatever it is. */
export type OpenPair = (options: PairOptions) => Promise<DriverPair>

/** Times are short, so that the suite may also run in real time. */
export const APPROVED_AT_ONCE: SimulatedPayment = {
  ending: 'approve',
  presentMs: 60,
  pinMs: 0,
  hostMs: 60,
  method: { scheme: 'visa', funding: 'debit' },
  card: { first6: '476173', last4: '0119', name: 'Visa Debit' },
  entry: 'contactless',
}

/** Facts about one payment, in order. */
export function factsOf(facts: readonly TerminalFact[], paymentId: string): TerminalFact[] {
  return facts.filter((fact) => 'payment' in fact && fact.payment === paymentId)
}

export function finalOf(facts: readonly TerminalFact[], paymentId: string) {
  return facts.find((fact) => fact.kind === 'payment.finalised' && fact.payment === paymentId) as
    | Extract<TerminalFact, { kind: 'payment.finalised' }>
    | undefined
}

/** What the facts leave open, as the agent's outbox would find it after a crash. */
export function leftoverOf(facts: readonly TerminalFact[], openedAtMs: number): Leftover {
  const open: OpenPayment[] = []
  let lastReceipt: string | undefined
  for (const fact of facts) {
    if (fact.kind === 'payment.finalised' && fact.outcome === 'approved') lastReceipt = fact.result.receipt ?? lastReceipt
    if (fact.kind !== 'payment.opened' || finalOf(facts, fact.payment) !== undefined) continue
    const request: PaymentRequest = {
      paymentId: fact.payment,
      kind: fact.paymentKind,
      amountMinor: fact.amountMinor,
      currency: fact.currency,
      details: fact.details,
    }
    const answered = factsOf(facts, fact.payment).findLast((one) => one.kind === 'payment.answered')
    open.push({
      request,
      openedAtMs,
      ...(fact.lastReceipt === undefined ? {} : { lastReceipt: fact.lastReceipt }),
      ...(answered?.kind === 'payment.answered' ? { answered } : {}),
    })
  }
  return { open, ...(lastReceipt === undefined ? {} : { lastReceipt }) }
}
