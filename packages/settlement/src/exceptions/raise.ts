import type { ExceptionCode, RaisedException } from './exception-codes.ts'

type Rows = Partial<Pick<RaisedException, 'payments' | 'lines' | 'payouts' | 'bankLines'>>

/** Amounts are sizes: the code says which way. */
export function raise(
  code: ExceptionCode,
  scope: RaisedException['scope'],
  money: { readonly amountMinor: number; readonly currency: string },
  rows: Rows,
): RaisedException {
  const { payments = [], lines = [], payouts = [], bankLines = [] } = rows
  return {
    key: [code, ...payments, ...lines, ...payouts, ...bankLines].join(' '),
    code,
    scope,
    payments,
    lines,
    payouts,
    bankLines,
    amountMinor: Math.abs(money.amountMinor),
    currency: money.currency,
  }
}
