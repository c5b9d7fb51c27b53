import { byText, sorted } from '../sorted.ts'
import { matchByReference } from './p1-reference.ts'
import { matchByAmountAndName } from './p2-amount-and-name.ts'
import { matchByDueDay } from './p2-due-day.ts'
import { matchByDueDaySum } from './p3-due-day-sum.ts'
import { matchByTwoSum } from './p4-two-sum.ts'
import { matchBySubsetSum } from './p5-subset-sum.ts'
import type { MatchBankLine, MatchPayout, PayerMarks } from './payout-item.ts'
import { openLineReader, type PayoutAmbiguity, type PayoutLink, type PayoutPool, type SeenLine } from './payout-pool.ts'

export interface PayoutMatching {
  readonly links: readonly PayoutLink[]
  /** Links to lines that were told during the day: a sight of the money, not its arrival. */
  readonly tentative: readonly PayoutLink[]
  readonly duplicates: readonly { readonly line: MatchBankLine; readonly first: MatchBankLine }[]
  readonly ambiguities: readonly PayoutAmbiguity[]
  readonly openPayouts: readonly MatchPayout[]
  /** Booked lines that look like an acquirer's and belong to no payout. Other people's lines are nobody's business here. */
  readonly openLines: readonly MatchBankLine[]
  /** Open line → the one acquirer it looks like. */
  readonly payerOf: ReadonlyMap<string, string>
}

/** What confirms itself comes before what is only proposed, so that no guess takes a row away from a certainty. */
const RUNGS = [matchByReference, matchByAmountAndName, matchByDueDaySum, matchByDueDay, matchByTwoSum, matchBySubsetSum] as const

/** Payouts to the bank lines that brought them: a function of the sets, in whatever order they come. */
export function matchPayouts(
  payouts: readonly MatchPayout[],
  lines: readonly MatchBankLine[],
  marks: readonly PayerMarks[],
): PayoutMatching {
  const read = openLineReader(marks.toSorted((a, b) => byText(a.acquirer, b.acquirer)))
  const accountOf = (row: MatchPayout | MatchBankLine) => `${row.account} ${row.currency}`
  const inOrder = sorted(lines, (a, b) => a.file - b.file || a.position - b.position || byText(a.id, b.id))
  const { kept, duplicates } = findDuplicates(inOrder)
  const payoutsOf = Map.groupBy(
    sorted(payouts, (a, b) => byText(a.id, b.id)),
    accountOf,
  )
  const linesOf = Map.groupBy(kept, accountOf)
  const accounts = [...new Set([...payoutsOf.keys(), ...linesOf.keys()])].sort()
  const matched = accounts.map((account) => matchAccount(payoutsOf.get(account) ?? [], (linesOf.get(account) ?? []).map(read)))
  return {
    links: matched.flatMap(({ links }) => links),
    tentative: matched.flatMap(({ tentative }) => tentative),
    duplicates,
    ambiguities: matched.flatMap(({ ambiguities }) => ambiguities),
    openPayouts: matched.flatMap(({ openPayouts }) => openPayouts),
    openLines: matched.flatMap(({ openLines }) => openLines),
    payerOf: new Map(matched.flatMap(({ payerOf }) => payerOf)),
  }
}

function matchAccount(payouts: readonly MatchPayout[], lines: readonly SeenLine[]) {
  const ofPayers = lines.filter(({ payers }) => payers.size > 0)
  const pool: PayoutPool = { payouts, lines: ofPayers.filter(({ line }) => line.booked), links: [], ambiguities: [] }
  for (const matchRung of RUNGS) matchRung(pool)
  const early: PayoutPool = {
    payouts: pool.payouts,
    lines: ofPayers.filter(({ line }) => !line.booked),
    links: [],
    ambiguities: [],
  }
  matchByReference(early)
  matchByAmountAndName(early)
  const openPayouts = new Set(pool.payouts.map(({ id }) => id))
  const openLines = new Set(pool.lines.map(({ line }) => line.id))
  return {
    links: pool.links,
    tentative: early.links,
    // Where one side has all been taken there is nothing left to choose: what stands over is missing, or unexpected.
    ambiguities: pool.ambiguities.filter(
      (one) => one.payouts.some((id) => openPayouts.has(id)) && one.lines.some((id) => openLines.has(id)),
    ),
    openPayouts: pool.payouts,
    openLines: pool.lines.map(({ line }) => line),
    payerOf: pool.lines.flatMap(({ line, payers: [payer, ...others] }): [string, string][] =>
      payer !== undefined && others.length === 0 ? [[line.id, payer]] : [],
    ),
  }
}

/** The same entry under another message id, or the day's statement after the intraday one that is booked already. */
function findDuplicates(lines: readonly MatchBankLine[]) {
  const first = new Map<string, MatchBankLine>()
  const kept: MatchBankLine[] = []
  const duplicates: { line: MatchBankLine; first: MatchBankLine }[] = []
  for (const line of lines) {
    // Without the bank's own reference two equal lines may be two payments.
    const { bankReference, account, currency, amountMinor, bookingDay, text, booked } = line
    const key =
      bankReference === null ? null : JSON.stringify([account, currency, bankReference, amountMinor, bookingDay, text, booked])
    const known = key === null ? undefined : first.get(key)
    if (known) duplicates.push({ line, first: known })
    else kept.push(line)
    if (key !== null && !known) first.set(key, line)
  }
  return { kept, duplicates }
}
