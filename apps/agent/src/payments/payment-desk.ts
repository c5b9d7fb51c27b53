import { createHash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import type { CancelResult, CashierPrompt, StartResult, TerminalFact } from '@counterfoil/terminals'
import type { TerminalConfig } from '../agent-config.ts'
import type { Outbox, TillRequest } from '../outbox/outbox.ts'
import type { TerminalSupervisor } from '../terminals/terminal-supervisor.ts'
import { readReceipt } from './open-payments.ts'
import { type PaymentView, viewPayment } from './payment-view.ts'

/** What a till asks for. Amounts in minor units. */
export interface PaymentOrder {
  readonly lane: string
  /** Needed only where a lane has several terminals. */
  readonly terminal?: string | undefined
  readonly kind: 'sale' | 'refund' | 'reversal'
  readonly amountMinor: number
  readonly currency: string
  readonly basket?: string | undefined
  readonly cashier?: string | undefined
  /** The payment to undo, or the sale a refund belongs to. */
  readonly parent?: string | undefined
}

export type RefusalCode =
  | Extract<StartResult, { started: false }>['refused']
  | 'idempotency_conflict'
  | 'cannot_record'
  | 'unknown_lane'
  | 'terminal_needed'
  | 'parent_needed'
  | 'parent_unknown'
  | 'parent_not_reversible'

export type OrderAnswer =
  /** `repeated`: the same order with the same key came before; this is its payment. */
  | { readonly accepted: true; readonly repeated: boolean; readonly payment: PaymentView }
  | { readonly accepted: false; readonly code: RefusalCode; readonly message: string }

export type PaymentNews =
  | { readonly type: 'prompt'; readonly prompt: CashierPrompt }
  | { readonly type: 'state'; readonly payment: PaymentView }

/** Where tills place orders and hear what becomes of them. */
export interface PaymentDesk {
  place(order: PaymentOrder, from: { readonly till: string; readonly idempotencyKey: string }): OrderAnswer
  find(
    id: string,
  ): { readonly payment: PaymentView; readonly till: string | undefined; readonly prompt: CashierPrompt | undefined } | undefined
  cancel(id: string): CancelResult
  /** A person has looked at the terminal's own journal: settles a payment that asking could not. */
  decide(id: string, outcome: 'approved' | 'cancelled'): 'decided' | 'not_undecided'
  /** Calls back with every prompt and change of state until the returned function is called. */
  subscribe(id: string, listener: (news: PaymentNews) => void): () => void
  /** The till's request a payment being opened came from: recorded in the same transaction. */
  requestOf(payment: string): TillRequest | undefined
  noteFact(fact: TerminalFact): void
  notePrompt(prompt: CashierPrompt): void
}

export interface PaymentDeskOptions {
  readonly outbox: Outbox
  readonly newId: () => string
  readonly terminals: readonly { readonly config: TerminalConfig; readonly supervisor: TerminalSupervisor }[]
  /** Why nothing new may begin, as a sentence for whoever stands at the till. */
  readonly refusal?: () => string | undefined
}

/** Creates the desk of one agent. */
export function createPaymentDesk({ outbox, newId, terminals, refusal }: PaymentDeskOptions): PaymentDesk {
  const opening = new Map<string, TillRequest>()
  const prompts = new Map<string, CashierPrompt>()
  const listeners = new Map<string, Set<(news: PaymentNews) => void>>()
  const supervisorOf = (key: string) => terminals.find(({ config }) => config.key === key)?.supervisor
  const view = (id: string) => viewPayment(outbox.eventsOfPayment(id))

  function tell(id: string, makeNews: () => PaymentNews | undefined): void {
    const interested = listeners.get(id)
    const news = interested && makeNews()
    if (news !== undefined) for (const listener of [...(interested ?? [])]) listener(news)
  }

  function findParent(
    order: PaymentOrder,
    terminal: string,
  ): { readonly parent?: { paymentId: string; receipt: string } } | { readonly refusal: OrderAnswer } {
    if (order.parent === undefined) {
      return order.kind === 'reversal'
        ? { refusal: refuse('parent_needed', 'A reversal needs `parent`: the id of the payment to undo.') }
        : {}
    }
    const parent = view(order.parent)
    if (parent === undefined)
      return {
        refusal: refuse(
          'parent_unknown',
          `This agent has no payment ${order.parent}; it keeps seven days. Give the id from the sale's answer.`,
        ),
      }
    const receipt = readReceipt(outbox, order.parent)
    if (order.kind !== 'reversal') return { parent: { paymentId: order.parent, receipt: receipt ?? '' } }
    if (parent.outcome !== 'approved' || receipt === undefined || parent.terminal !== terminal) {
      return {
        refusal: refuse(
          'parent_not_reversible',
          'Only an approved payment of the same terminal can be reversed. Use a refund instead.',
        ),
      }
    }
    if (parent.amountMinor !== order.amountMinor || parent.currency !== order.currency) {
      return {
        refusal: refuse(
          'parent_not_reversible',
          `A reversal undoes the whole payment: give ${parent.amountMinor} ${parent.currency}, or use a refund for a part.`,
        ),
      }
    }
    return { parent: { paymentId: order.parent, receipt } }
  }

  return {
    place(order, { till, idempotencyKey }) {
      const bodyHash = createHash('sha256').update(canonicalJson(order)).digest('hex')
      const before = outbox.findTillRequest(till, idempotencyKey)
      if (before !== undefined) {
        const payment = view(before.payment)
        if (before.bodyHash !== bodyHash || payment === undefined) {
          return refuse(
            'idempotency_conflict',
            'This Idempotency-Key was used for another order. Use a new key for a new payment, and the very same body to repeat one.',
          )
        }
        return { accepted: true, repeated: true, payment }
      }
      const why = refusal?.()
      if (why !== undefined) return refuse('cannot_record', why)
      const chosen = chooseTerminal(terminals, order)
      if ('accepted' in chosen) return chosen
      const related = findParent(order, chosen.config.key)
      if ('refusal' in related) return related.refusal
      const id = newId()
      opening.set(id, { till, idempotencyKey, bodyHash, payment: id })
      const result = chosen.supervisor.startPayment({
        paymentId: id,
        kind: order.kind,
        amountMinor: order.amountMinor,
        currency: order.currency,
        ...related,
        details: {
          lane: order.lane,
          till,
          ...(order.basket !== undefined && { basket: order.basket }),
          ...(order.cashier !== undefined && { cashier: order.cashier }),
        },
      })
      opening.delete(id)
      // What stands in the record was started, whatever else was said.
      const payment = view(id)
      if (payment !== undefined) return { accepted: true, repeated: false, payment }
      return result.started
        ? refuse(
            'journal_failed',
            'The payment could not be recorded, so it was not started. Check the disk of the agent’s machine.',
          )
        : refuse(result.refused, result.message)
    },
    find(id) {
      const payment = view(id)
      return payment && { payment, till: outbox.findPayment(id)?.till, prompt: prompts.get(id) }
    },
    cancel(id) {
      const entry = outbox.findPayment(id)
      const supervisor = entry && supervisorOf(entry.terminal)
      if (entry === undefined || supervisor === undefined) return 'no_such_payment'
      return entry.final ? 'too_late' : supervisor.cancelPayment(id)
    },
    decide(id, outcome) {
      const payment = view(id)
      if (payment?.state !== 'needs_person') return 'not_undecided'
      return supervisorOf(payment.terminal)?.decide(id, outcome) === true ? 'decided' : 'not_undecided'
    },
    subscribe(id, listener) {
      const interested = listeners.get(id) ?? new Set()
      listeners.set(id, interested.add(listener))
      return () => {
        interested.delete(listener)
        if (interested.size === 0) listeners.delete(id)
      }
    },
    requestOf: (payment) => opening.get(payment),
    noteFact(fact) {
      if (!fact.kind.startsWith('payment.') || !('payment' in fact) || fact.payment === undefined) return
      const { payment } = fact
      if (fact.kind === 'payment.finalised') prompts.delete(payment)
      tell(payment, () => {
        const changed = view(payment)
        return changed && { type: 'state', payment: changed }
      })
    },
    notePrompt(prompt) {
      // After the end a terminal may still ask to remove the card; nobody is left to be told for long.
      if (prompt.payment === undefined || outbox.findPayment(prompt.payment)?.final !== false) return
      prompts.set(prompt.payment, prompt)
      tell(prompt.payment, () => ({ type: 'prompt', prompt }))
    },
  }
}

type Refused = Extract<OrderAnswer, { accepted: false }>

function refuse(code: RefusalCode, message: string): Refused {
  return { accepted: false, code, message }
}

function chooseTerminal(
  terminals: PaymentDeskOptions['terminals'],
  order: PaymentOrder,
): PaymentDeskOptions['terminals'][number] | Refused {
  const ofLane = terminals.filter(({ config }) => config.lane === order.lane)
  const fitting = order.terminal === undefined ? ofLane : ofLane.filter(({ config }) => config.key === order.terminal)
  const [only, another] = fitting
  if (only === undefined) {
    const known = [...new Set(terminals.map(({ config }) => config.lane))].join(', ')
    return refuse(
      'unknown_lane',
      order.terminal === undefined
        ? `There is no lane ${order.lane}; this agent has ${known}.`
        : `Lane ${order.lane} has no terminal ${order.terminal}.`,
    )
  }
  if (another !== undefined)
    return refuse(
      'terminal_needed',
      `Lane ${order.lane} has several terminals; add \`terminal\`: one of ${fitting.map(({ config }) => config.key).join(', ')}.`,
    )
  return only
}
