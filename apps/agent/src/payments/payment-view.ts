import type { PaymentResult } from '@counterfoil/protocol'
import type { z } from 'zod'
import type { StoredEvent } from '../outbox/outbox.ts'

/** A payment as the till sees it: what its recorded events add up to. */
export interface PaymentView {
  readonly id: string
  readonly terminal: string
  readonly lane: string | undefined
  readonly kind: 'sale' | 'refund' | 'reversal'
  readonly amountMinor: number
  readonly currency: string
  readonly basket: string | undefined
  readonly cashier: string | undefined
  readonly parent: string | undefined
  /**
   * `open`: at the terminal. `answered`: the terminal told a result that is not final yet. `unknown`: the answer was lost,
   * the terminal is being asked. `needs_person`: asking cannot settle it. `final`: `outcome` cannot change any more.
   */
  readonly state: 'open' | 'answered' | 'unknown' | 'needs_person' | 'final'
  readonly outcome: 'approved' | 'declined' | 'cancelled' | undefined
  readonly reason: string | undefined
  readonly recovered: boolean
  readonly result: z.infer<typeof PaymentResult>
  readonly openedAtMs: number
  readonly updatedAtMs: number
}

interface Body {
  readonly [field: string]: unknown
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const fields = (value: unknown): Body => (typeof value === 'object' && value !== null ? (value as Body) : {})

/** Folds a payment's events, oldest first; nothing where it was never opened. */
export function viewPayment(events: readonly StoredEvent[]): PaymentView | undefined {
  let view: PaymentView | undefined
  for (const event of events) {
    const body = fields(JSON.parse(event.body))
    view = event.kind === 'payment.opened' ? openedView(body, event.atMs) : view && nextView(view, event, body)
  }
  return view
}

function openedView(body: Body, atMs: number): PaymentView {
  const details = fields(body.details)
  return {
    id: String(body.payment),
    terminal: String(body.terminal),
    lane: text(details.lane),
    kind: body.paymentKind as PaymentView['kind'],
    amountMinor: Number(body.amountMinor),
    currency: String(body.currency),
    basket: text(details.basket),
    cashier: text(details.cashier),
    parent: text(body.parent),
    state: 'open',
    outcome: undefined,
    reason: undefined,
    recovered: false,
    result: {},
    openedAtMs: atMs,
    updatedAtMs: atMs,
  }
}

function nextView(view: PaymentView, event: StoredEvent, body: Body): PaymentView {
  const updated = { ...view, updatedAtMs: event.atMs }
  // What is final stays so, whatever is recorded later beside it.
  if (view.state === 'final' && event.kind !== 'payment.finalised') return updated
  switch (event.kind) {
    case 'payment.answered':
      return { ...updated, state: 'answered', result: fields(body.result) }
    case 'payment.unknown':
      return { ...updated, state: body.stage === 'needs_person' ? 'needs_person' : 'unknown' }
    case 'payment.finalised':
      return {
        ...updated,
        state: 'final',
        outcome: body.outcome as PaymentView['outcome'],
        reason: text(body.reason),
        recovered: body.recovered === true,
        result: { ...view.result, ...fields(body.result) },
      }
    default:
      return updated
  }
}
