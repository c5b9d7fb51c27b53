import { openReferenceFinder } from '../../contracts/reference-pattern.ts'
import type { Rule } from '../rule.ts'
import type { MatchBankLine, MatchPayout, PayerMarks } from './payout-item.ts'

/** One rung's finding: usually one payout and one line; several of either where money was merged or split. */
export interface PayoutLink {
  readonly rule: Rule
  readonly payouts: readonly MatchPayout[]
  readonly lines: readonly MatchBankLine[]
  /** Lines less payouts: below zero is short. Zero on every rung but P6. */
  readonly differenceMinor: number
  /** The money came and went back: the payout is open again. */
  readonly returned: boolean
}

export interface PayoutAmbiguity {
  readonly rule: Rule
  readonly payouts: readonly string[]
  readonly lines: readonly string[]
}

export interface SeenLine {
  readonly line: MatchBankLine
  /** References of any acquirer's kind that stand in it. */
  readonly references: ReadonlySet<string>
  /** Acquirers whose name or reference stands in it. */
  readonly payers: ReadonlySet<string>
}

/** One account and currency. */
export interface PayoutPool {
  payouts: readonly MatchPayout[]
  lines: readonly SeenLine[]
  readonly links: PayoutLink[]
  readonly ambiguities: PayoutAmbiguity[]
}

export type LineReader = (line: MatchBankLine) => SeenLine

const plain = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')

export function openLineReader(marks: readonly PayerMarks[]): LineReader {
  const known = marks.map(({ acquirer, referencePattern, namePatterns }) => ({
    acquirer,
    find: referencePattern === null ? () => [] : openReferenceFinder(referencePattern),
    names: namePatterns.map(plain).filter((name) => name !== ''),
  }))
  return (line) => {
    const references = new Set<string>()
    const payers = new Set<string>()
    const text = plain(line.text)
    for (const { acquirer, find, names } of known) {
      const found = find(line.text)
      for (const reference of found) references.add(reference)
      if (found.length > 0 || names.some((name) => text.includes(name))) payers.add(acquirer)
    }
    return { line, references, payers }
  }
}

export const sumOf = (items: readonly { readonly amountMinor: number }[]): number =>
  items.reduce((total, { amountMinor }) => total + amountMinor, 0)

/** A line that names another payout is never this one, however well the amount fits. */
export const namesAnother = (payout: MatchPayout, { references }: SeenLine): boolean =>
  references.size > 0 && !payout.references.some((reference) => references.has(reference))

export const isInWindow = (payout: MatchPayout, { bookingDay }: MatchBankLine): boolean =>
  payout.firstDay <= bookingDay && bookingDay <= payout.lastDay

export const couldBe = (payout: MatchPayout, seen: SeenLine): boolean =>
  seen.payers.has(payout.acquirer) && isInWindow(payout, seen.line) && !namesAnother(payout, seen)

/** Takes the rows of a link out of the pool. */
export function take(pool: PayoutPool, found: readonly PayoutLink[]): void {
  if (found.length === 0) return
  const payouts = new Set(found.flatMap((link) => link.payouts))
  const lines = new Set(found.flatMap((link) => link.lines))
  pool.payouts = pool.payouts.filter((payout) => !payouts.has(payout))
  pool.lines = pool.lines.filter(({ line }) => !lines.has(line))
  pool.links.push(...found)
}

export const link = (
  rule: Rule,
  payouts: readonly MatchPayout[],
  lines: readonly MatchBankLine[],
  returned = false,
): PayoutLink => ({
  rule,
  payouts,
  lines,
  differenceMinor: returned ? 0 : sumOf(lines) - sumOf(payouts),
  returned,
})

/** Keeps findings that share no row with another; the others are left open, each with its rivals. */
export function keepUnrivalled(pool: PayoutPool, found: readonly PayoutLink[]): PayoutLink[] {
  const claims = new Map<object, PayoutLink[]>()
  for (const one of found) for (const row of [...one.payouts, ...one.lines]) claims.set(row, [...(claims.get(row) ?? []), one])
  return found.filter((one) => {
    const rivals = new Set([...one.payouts, ...one.lines].flatMap((row) => claims.get(row) ?? []))
    if (rivals.size <= 1) return true
    recordRivals(pool, one.rule, [...rivals])
    return false
  })
}

function recordRivals(pool: PayoutPool, rule: Rule, rivals: readonly PayoutLink[]): void {
  const ids = (rows: readonly { id: string }[]) => [...new Set(rows.map(({ id }) => id))].sort().slice(0, 20)
  recordAmbiguity(pool, rule, ids(rivals.flatMap(({ payouts }) => payouts)), ids(rivals.flatMap(({ lines }) => lines)))
}

export function recordAmbiguity(pool: PayoutPool, rule: Rule, payouts: readonly string[], lines: readonly string[]): void {
  const same = pool.ambiguities.some(
    (one) => one.rule === rule && one.payouts.join() === payouts.join() && one.lines.join() === lines.join(),
  )
  if (!same) pool.ambiguities.push({ rule, payouts, lines })
}
