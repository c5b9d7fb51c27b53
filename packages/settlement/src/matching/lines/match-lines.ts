import { byText, sorted } from '../sorted.ts'
import { type DuplicateLine, findDuplicateLines } from './duplicate-lines.ts'
import { matchByAcquirerReference } from './l1-acquirer-reference.ts'
import { matchByOurReference } from './l2-our-reference.ts'
import { matchByAuthorisationCode } from './l3-authorisation-code.ts'
import { matchByTraceNumber } from './l4-trace-number.ts'
import { matchByCardAndTime } from './l5-card-and-time.ts'
import { matchByTime } from './l6-time.ts'
import { type ChildLink, linkChildren, matchRefundsByOriginal } from './l7-original-reference.ts'
import { bagDays, type DayBag } from './l8-day-bag.ts'
import type { MatchLine, MatchPayment } from './line-item.ts'
import { type Ambiguity, type LinePair, openLinePool } from './line-pool.ts'

export interface LineMatching {
  readonly pairs: readonly LinePair[]
  readonly children: readonly ChildLink[]
  readonly bags: readonly DayBag[]
  readonly duplicates: readonly DuplicateLine[]
  /** Of rows that are still open: what no rung could decide, with everybody who could have been meant. */
  readonly ambiguities: readonly Ambiguity[]
  /** Payments that were meant to settle and lines that mean one, without each other. */
  readonly openPayments: readonly MatchPayment[]
  readonly openLines: readonly MatchLine[]
}

/** The order is the order of trust; a rung sees only what those above it left. */
const RUNGS = [
  matchByAcquirerReference,
  matchByOurReference,
  matchRefundsByOriginal,
  matchByAuthorisationCode,
  matchByTraceNumber,
  matchByCardAndTime,
  matchByTime,
] as const

const NOBODY: ReadonlySet<string> = new Set()

/**
 * Payments to the lines that settle them. A function of the two sets: neither the order of the inputs nor what was matched
 * before has a say. `refused` holds the pairs (`pairKey`) that people took apart.
 */
export function matchLines(
  payments: readonly MatchPayment[],
  lines: readonly MatchLine[],
  refused: ReadonlySet<string> = NOBODY,
): LineMatching {
  const blockOf = openBlockNames()
  const paymentsOf = Map.groupBy(
    sorted(payments, (a, b) => byText(a.id, b.id)),
    blockOf,
  )
  const linesOf = Map.groupBy(
    sorted(lines, (a, b) => a.file - b.file || a.position - b.position || byText(a.id, b.id)),
    blockOf,
  )
  const blocks = [...new Set([...paymentsOf.keys(), ...linesOf.keys()])].sort()
  const matched = blocks.map((block) => matchBlock(paymentsOf.get(block) ?? [], linesOf.get(block) ?? [], refused))
  return {
    pairs: matched.flatMap(({ pairs }) => pairs),
    children: matched.flatMap(({ children }) => children),
    bags: matched.flatMap(({ bags }) => bags),
    duplicates: matched.flatMap(({ duplicates }) => duplicates),
    ambiguities: matched.flatMap(({ ambiguities }) => ambiguities),
    openPayments: matched.flatMap(({ openPayments }) => openPayments),
    openLines: matched.flatMap(({ openLines }) => openLines),
  }
}

/** A name is made once, not for each of a million rows. */
function openBlockNames(): (row: MatchPayment | MatchLine) => string {
  const names = new Map<string, Map<string, string>>()
  return ({ acquirer, merchantAccount }) => {
    const ofAcquirer = names.get(acquirer) ?? new Map<string, string>()
    const name = ofAcquirer.get(merchantAccount) ?? JSON.stringify([acquirer, merchantAccount])
    if (ofAcquirer.size === 0) names.set(acquirer, ofAcquirer)
    ofAcquirer.set(merchantAccount, name)
    return name
  }
}

function matchBlock(payments: readonly MatchPayment[], lines: readonly MatchLine[], refused: ReadonlySet<string>): LineMatching {
  const pool = openLinePool(payments, lines, refused)
  const duplicates = findDuplicateLines(lines, pool.lineTaken)
  for (const matchRung of RUNGS) matchRung(pool)
  const children = linkChildren(pool)
  const bags = bagDays(pool)
  const openPayments = payments.filter(
    ({ outcome }, at) => pool.paymentTaken[at] === 0 && (outcome === 'approved' || outcome === 'unknown'),
  )
  const openLines = lines.filter((_, at) => pool.lineTaken[at] === 0)
  const openPaymentIds = new Set(openPayments.map(({ id }) => id))
  const openLineIds = new Set(openLines.map(({ id }) => id))
  return {
    pairs: pool.pairs,
    children,
    bags,
    duplicates,
    // Where one side has all been taken there is nothing left to choose: what stands over has no other side.
    ambiguities: pool.ambiguities.filter(
      (one) => one.payments.some((id) => openPaymentIds.has(id)) && one.lines.some((id) => openLineIds.has(id)),
    ),
    openPayments,
    openLines,
  }
}
