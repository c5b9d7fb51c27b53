import type { LivePayment } from '@counterfoil/protocol'
import type { PaymentState } from '../ingest/payment-state.ts'

/** A payment as live figures tell it, from its state and where its terminal stands. */
export function livePaymentOf(
  state: PaymentState,
  updatedAtMs: number,
  place: { readonly lane: string; readonly key: string } | undefined,
): LivePayment {
  const { id, storeId, kind, currency, outcome, stage, recovered, scheme, funding, wallet, openedAtMs } = state
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
    openedAtMs,
    updatedAtMs,
  }
}
