import type { Rule } from '../rule.ts'
import type { MatchLine, MatchPayment } from './line-item.ts'

export interface LinePair {
  readonly payment: MatchPayment
  readonly line: MatchLine
  readonly rule: Rule
}

/** Everybody who could have been meant on a rung that could not decide. */
export interface Ambiguity {
  readonly rule: Rule
  readonly payments: readonly string[]
  readonly lines: readonly string[]
}

/** What one acquirer and merchant account have open. A row claimed on a rung has left the pool. */
export interface LinePool {
  readonly payments: readonly MatchPayment[]
  readonly lines: readonly MatchLine[]
  readonly paymentTaken: Uint8Array
  readonly lineTaken: Uint8Array
  readonly pairs: LinePair[]
  readonly ambiguities: Ambiguity[]
  /** Pairs a person took apart; see `pairKey`. */
  readonly refused: ReadonlySet<string>
}

export const pairKey = (payment: string, line: string): string => `${payment} ${line}`

export function openLinePool(
  payments: readonly MatchPayment[],
  lines: readonly MatchLine[],
  refused: ReadonlySet<string>,
): LinePool {
  return {
    payments,
    lines,
    paymentTaken: new Uint8Array(payments.length),
    lineTaken: new Uint8Array(lines.length),
    pairs: [],
    ambiguities: [],
    refused,
  }
}

export const isRefused = ({ refused }: LinePool, payment: MatchPayment, line: MatchLine): boolean =>
  refused.size > 0 && refused.has(pairKey(payment.id, line.id))

export function claim(pool: LinePool, paymentAt: number, lineAt: number, rule: Rule): void {
  const [payment, line] = [pool.payments[paymentAt], pool.lines[lineAt]]
  if (!payment || !line) throw new RangeError('a claim outside the pool')
  pool.paymentTaken[paymentAt] = 1
  pool.lineTaken[lineAt] = 1
  pool.pairs.push({ payment, line, rule })
}

/** More than these say no more to the person who looks. */
const MOST_CANDIDATES = 20

export function recordAmbiguity(pool: LinePool, rule: Rule, paymentsAt: readonly number[], linesAt: readonly number[]): void {
  const ids = (items: readonly { id: string }[], at: readonly number[]) =>
    at
      .slice(0, MOST_CANDIDATES)
      .map((index) => items[index]?.id ?? '')
      .sort()
  pool.ambiguities.push({ rule, payments: ids(pool.payments, paymentsAt), lines: ids(pool.lines, linesAt) })
}
