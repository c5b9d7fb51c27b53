import type { Rule } from '../rule.ts'
import { contradicts } from './contradiction.ts'
import { isMeantToSettle, type MatchLine, type MatchPayment } from './line-item.ts'
import { claim, isRefused, type LinePool, recordAmbiguity } from './line-pool.ts'

export interface WindowRung {
  readonly rule: Rule
  /** Equal for both sides of a pair; null when the row does not tell enough. */
  paymentKey(payment: MatchPayment): string | null
  lineKey(line: MatchLine): string | null
  /** Where the two stand on the axis that the window slides along: days, or milliseconds. */
  paymentPlace(payment: MatchPayment): number
  linePlace(line: MatchLine): number | null
  readonly widest: number
}

interface Standing {
  readonly at: number
  readonly place: number
}
interface Group {
  readonly payments: Standing[]
  readonly lines: Standing[]
}

/** Pairs that see only each other through the window; everybody who sees several is recorded with them. */
export function pairInWindow(pool: LinePool, rung: WindowRung): void {
  const groups = groupLines(pool, rung)
  if (groups.size === 0) return
  for (const [at, payment] of pool.payments.entries()) {
    if (pool.paymentTaken[at] === 1 || !isMeantToSettle(payment)) continue
    const key = rung.paymentKey(payment)
    if (key !== null) groups.get(key)?.payments.push({ at, place: rung.paymentPlace(payment) })
  }
  const found: [number, number][] = []
  for (const group of groups.values()) if (group.payments.length > 0) findPairs(pool, rung, group, found)
  for (const [paymentAt, lineAt] of found.sort((a, b) => a[1] - b[1])) claim(pool, paymentAt, lineAt, rung.rule)
}

function groupLines({ lines, lineTaken }: LinePool, rung: WindowRung): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const [at, line] of lines.entries()) {
    if (lineTaken[at] === 1 || (line.kind !== 'sale' && line.kind !== 'refund')) continue
    const place = rung.linePlace(line)
    const key = place === null ? null : rung.lineKey(line)
    if (place === null || key === null) continue
    const group = groups.get(key)
    if (group) group.lines.push({ at, place })
    else groups.set(key, { payments: [], lines: [{ at, place }] })
  }
  return groups
}

/** A window with more rows than this is too full to decide anything in. */
const MOST_SEEN = 64
/** Two are enough to decide nothing; the others are for whoever looks into it. */
const MOST_TOLD = 8

function findPairs(pool: LinePool, rung: WindowRung, group: Group, found: [number, number][]): void {
  const byPlace = (a: Standing, b: Standing) => a.place - b.place || a.at - b.at
  const payments = group.payments.sort(byPlace)
  const lines = group.lines.sort(byPlace)
  const fits = (paymentAt: number, lineAt: number): boolean => {
    const [payment, line] = [pool.payments[paymentAt], pool.lines[lineAt]]
    return payment !== undefined && line !== undefined && !contradicts(payment, line) && !isRefused(pool, payment, line)
  }
  const seenByLine = look(lines, payments, rung.widest, (lineAt, paymentAt) => fits(paymentAt, lineAt))
  const seenByPayment = look(payments, lines, rung.widest, fits)
  const told = new Set<string>()
  for (const { at: lineAt } of lines) {
    const seen = seenByLine.get(lineAt) ?? []
    const only = seen.length === 1 ? seen[0] : undefined
    if (only !== undefined && seenByPayment.get(only)?.length === 1) found.push([only, lineAt])
    else if (seen.length > 0) {
      const rivals = [...new Set([lineAt, ...seen.flatMap((paymentAt) => seenByPayment.get(paymentAt) ?? [])])].sort(
        (a, b) => a - b,
      )
      const signature = `${seen.join()} ${rivals.join()}`
      if (!told.has(signature)) recordAmbiguity(pool, rung.rule, seen, rivals)
      told.add(signature)
    }
  }
}

/** For each of `from`, whom of `to` it sees. Both stand in the order of their places, so the window only ever moves on. */
function look(
  from: readonly Standing[],
  to: readonly Standing[],
  widest: number,
  fits: (from: number, to: number) => boolean,
): Map<number, number[]> {
  const seen = new Map<number, number[]>()
  let start = 0
  for (const { at, place } of from) {
    for (let first = to[start]; first && first.place < place - widest; first = to[start]) start++
    const fitting: number[] = []
    for (let next = start; next < to.length && next - start < MOST_SEEN && fitting.length < MOST_TOLD; next++) {
      const other = to[next]
      if (!other || other.place > place + widest) break
      if (fits(at, other.at)) fitting.push(other.at)
    }
    const beyond = to[start + MOST_SEEN]
    // Too full: a second one is certainly there, whoever it is.
    if (beyond && beyond.place <= place + widest && fitting.length < 2) fitting.push(beyond.at, beyond.at)
    seen.set(at, fitting)
  }
  return seen
}
