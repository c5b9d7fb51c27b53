import type { SpanSums } from '@counterfoil/services/live'
import type { CurrencyAmount } from '../../components/money/add-up.ts'

export function spanSales(spans: readonly SpanSums[]): CurrencyAmount[] {
  return spans.map((span) => ({ currency: span.currency, amountMinor: span.salesMinor }))
}
