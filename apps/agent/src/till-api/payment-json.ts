import type { CashierPrompt } from '@counterfoil/terminals'
import type { PaymentView } from '../payments/payment-view.ts'
import type { PaymentJson } from './schemas.ts'

/** A payment as the till API tells it. */
export function toPaymentJson(view: PaymentView, prompt: CashierPrompt | undefined): PaymentJson {
  const unknown = view.state === 'unknown' || view.state === 'needs_person'
  return {
    id: view.id,
    lane: view.lane ?? null,
    terminal: view.terminal,
    kind: view.kind,
    amountMinor: view.amountMinor,
    currency: view.currency,
    basket: view.basket ?? null,
    cashier: view.cashier ?? null,
    parent: view.parent ?? null,
    state: view.state,
    outcome: unknown ? 'unknown' : (view.outcome ?? null),
    reason: view.reason ?? null,
    recovered: view.recovered,
    result: view.result,
    prompt: prompt === undefined ? null : toPromptJson(prompt),
    openedAtMs: view.openedAtMs,
    updatedAtMs: view.updatedAtMs,
  }
}

export function toPromptJson({ code, text }: CashierPrompt): { code: string; text?: string } {
  return text === undefined ? { code } : { code, text }
}
