import type { Rule } from '../rule.ts'
import { isMeantToSettle, type MatchLine, type MatchPayment } from './line-item.ts'
import { claim, isRefused, type LinePool, recordAmbiguity } from './line-pool.ts'

export interface ReferenceRung {
  readonly rule: Rule
  paymentKey(payment: MatchPayment): string | null
  lineKey(line: MatchLine): string | null
  /** Said by both sides and differently: not this pair, whatever the key says. */
  contradicts(payment: MatchPayment, line: MatchLine): boolean
}

const NONE = -1
const SEVERAL = -2

/**
 * Pairs whose reference one payment and one line have, and nobody else of the pool. Payments that were meant to settle come
 * first: a declined attempt shares its basket's reference with the one that went through.
 */
export function pairByReference(pool: LinePool, rung: ReferenceRung): void {
  for (const kind of ['sale', 'refund'] as const) {
    const lineOf = indexLines(pool, rung, kind)
    if (lineOf.size === 0) continue
    for (const meant of [true, false])
      pairWith(pool, rung, lineOf, (payment) => payment.kind === kind && isMeantToSettle(payment) === meant)
  }
}

/** Reference → the one open line that has it, or SEVERAL. */
function indexLines({ lines, lineTaken }: LinePool, { lineKey }: ReferenceRung, kind: MatchPayment['kind']): Map<string, number> {
  const lineOf = new Map<string, number>()
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (!line || line.kind !== kind || lineTaken[at] === 1) continue
    const key = lineKey(line)
    if (key !== null) lineOf.set(key, lineOf.has(key) ? SEVERAL : at)
  }
  return lineOf
}

function pairWith(
  pool: LinePool,
  rung: ReferenceRung,
  lineOf: Map<string, number>,
  fits: (payment: MatchPayment) => boolean,
): void {
  const { payments, lines, paymentTaken, lineTaken } = pool
  const claimants = new Int32Array(lines.length).fill(NONE)
  const unclear = new Map<string, number[]>()
  for (let at = 0; at < payments.length; at++) {
    const payment = payments[at]
    if (!payment || paymentTaken[at] === 1 || !fits(payment)) continue
    const key = rung.paymentKey(payment)
    const lineAt = key === null ? undefined : lineOf.get(key)
    if (key === null || lineAt === undefined) continue
    if (lineAt === SEVERAL) unclear.set(key, [...(unclear.get(key) ?? []), at])
    else if (lineTaken[lineAt] === 1) continue
    else if (claimants[lineAt] === NONE) claimants[lineAt] = at
    else {
      const first = claimants[lineAt] ?? SEVERAL
      unclear.set(key, [...(unclear.get(key) ?? (first === SEVERAL ? [] : [first])), at])
      claimants[lineAt] = SEVERAL
    }
  }
  for (let lineAt = 0; lineAt < lines.length; lineAt++) {
    const paymentAt = claimants[lineAt] ?? NONE
    const payment = payments[paymentAt]
    const line = lines[lineAt]
    if (payment && line && !rung.contradicts(payment, line) && !isRefused(pool, payment, line))
      claim(pool, paymentAt, lineAt, rung.rule)
  }
  if (unclear.size === 0) return
  // What two cannot decide between them is not for a third of the next turn.
  for (const key of unclear.keys()) lineOf.set(key, SEVERAL)
  const linesOf = new Map<string, number[]>([...unclear.keys()].map((key) => [key, []]))
  for (const [at, line] of lines.entries()) {
    const key = lineTaken[at] === 1 ? null : rung.lineKey(line)
    if (key !== null) linesOf.get(key)?.push(at)
  }
  for (const [key, paymentsAt] of unclear) recordAmbiguity(pool, rung.rule, paymentsAt, linesOf.get(key) ?? [])
}
