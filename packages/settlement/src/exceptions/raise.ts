import { createHash } from 'node:crypto'
import type { ExceptionCode, RaisedException } from './exception-codes.ts'

type Rows = Partial<Pick<RaisedException, 'payments' | 'lines' | 'payouts' | 'bankLines'>> & {
  readonly files?: readonly string[]
  /** What tells it from others of its code where no row does. */
  readonly named?: readonly (string | number)[]
}

/** Amounts are sizes: the code says which way. */
export function raise(
  code: ExceptionCode,
  scope: RaisedException['scope'],
  money: { readonly amountMinor: number; readonly currency: string },
  rows: Rows,
): RaisedException {
  const { payments = [], lines = [], payouts = [], bankLines = [], files, named = [] } = rows
  return {
    key: keyOf(code, [...payments, ...lines, ...payouts, ...bankLines, ...(files ?? []), ...named].join(' ')),
    code,
    scope,
    payments,
    lines,
    payouts,
    bankLines,
    ...(files ? { files } : {}),
    amountMinor: Math.abs(money.amountMinor),
    currency: money.currency,
  }
}

/** An index holds no longer one: of a day with hundreds of sales their hash names them. */
const LONGEST_NAME = 2_000

function keyOf(code: ExceptionCode, rows: string): string {
  const name = rows.length <= LONGEST_NAME ? rows : `sha256:${createHash('sha256').update(rows).digest('hex')}`
  return name === '' ? code : `${code} ${name}`
}
