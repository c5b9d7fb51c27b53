import type { PaymentRow } from '@counterfoil/protocol'
import type { PaymentState } from '../ingest/payment-state.ts'

/** A payment's row on a page, from its state and where its terminal stands. */
export function paymentRowOf(
  state: PaymentState,
  updatedAtMs: number,
  place: { readonly lane: string; readonly key: string } | undefined,
): PaymentRow {
  const { id, storeId, kind, currency, outcome, stage, recovered, scheme, funding, wallet, last4, openedAtMs } = state
  return {
    id,
    storeId,
    lane: place?.lane ?? '',
    terminalKey: place?.key ?? '',
    kind,
    amountMinor: state.authorisedMinor ?? state.requestedMinor,
    currency,
    outcome,
    stage,
    recovered,
    scheme,
    funding,
    wallet: wallet || null,
    last4,
    openedAtMs,
    updatedAtMs,
  }
}
