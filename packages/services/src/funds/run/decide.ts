import {
  type Allocation,
  allocateLines,
  allocatePayouts,
  type CalendarTable,
  type Contract,
  dayNumber,
  type Gap,
  type LineMatching,
  type MatchPayment,
  matchLines,
  matchPayouts,
  openContractClock,
  type PairedHold,
  type PayoutMatching,
  payerMarks,
  type RaisedException,
  raise,
  raiseFeeExceptions,
  raiseLineExceptions,
  raiseMissingContracts,
  raiseMissingStatements,
  raiseOverdueHolds,
  raisePayoutExceptions,
  type Silenced,
  silenceBelow,
  type UntoldPayments,
  unexpectedGaps,
} from '@counterfoil/settlement/funds'
import { settlementTools } from '../settlement-tools.ts'
import { carryLinks } from './carry-links.ts'
import { openPayoutTerms } from './payout-terms.ts'
import { raiseTies } from './raise-ties.ts'
import type { Completeness } from './read-completeness.ts'
import type { EndedLink } from './read-ended-links.ts'
import type { ByHand } from './read-held.ts'
import type { RunLine } from './read-lines.ts'
import type { RunPayment } from './read-payments.ts'
import type { RunBankLine, RunPayout } from './read-payouts.ts'
import { openHoldContracts, type RunReserve } from './read-reserves.ts'

export interface RunInput {
  readonly payments: readonly RunPayment[]
  readonly untaken: readonly MatchPayment[]
  readonly lines: readonly RunLine[]
  readonly payouts: readonly RunPayout[]
  readonly bankLines: readonly RunBankLine[]
  readonly completeness: Completeness
  readonly untold: readonly UntoldPayments[]
  readonly reserves: readonly PairedHold<RunReserve>[]
  /** Files that do not count beside another. */
  readonly copies: readonly RaisedException[]
  /** Missing files that people have settled, with the day number on which. */
  readonly settledGaps: ReadonlyMap<string, number>
  /** What links by hand leave over. */
  readonly handRests: readonly RaisedException[]
  /** Links by hand whose payouts others took the place of. */
  readonly endedLinks: readonly EndedLink[]
  readonly contracts: readonly Contract[]
  readonly calendars: readonly CalendarTable[]
  readonly lineHand: ByHand
  readonly payoutHand: ByHand
  /** Day number. */
  readonly asOf: number
  /** Day number of the horizon: what lies before it is not all here. */
  readonly since: number
}

export interface Decision {
  readonly lineMatching: LineMatching
  readonly payoutMatching: PayoutMatching
  readonly exceptions: Silenced
  readonly lineLinks: readonly Allocation[]
  readonly payoutLinks: readonly Allocation[]
}

const BY_REFERENCE = new Set(['P1', 'P6'])

/** What a run finds: a function of its rows and the day, with nothing remembered and nothing asked. */
export function decide(input: RunInput, run: string): Decision {
  const { contracts, calendars, completeness, asOf, lineHand, payoutHand } = input
  const lineMatching = matchLines(
    [...input.payments.map(({ match }) => match).filter(({ id }) => !lineHand.from.has(id)), ...input.untaken],
    input.lines.filter(({ id }) => !lineHand.to.has(id)),
    lineHand.refused,
  )
  const matched = matchPayouts(
    input.payouts.filter(({ carriedOver, match }) => !carriedOver && !payoutHand.from.has(match.id)).map(({ match }) => match),
    input.bankLines.filter(({ id }) => !payoutHand.to.has(id)),
    payerMarks(contracts),
  )
  const carried = carryLinks(withoutRefused(matched, payoutHand.refused, input.since), {
    ...{ ended: input.endedLinks, payouts: input.payouts, refused: payoutHand.refused, run },
  })
  const payoutMatching = carried.matching
  const statements = raiseMissingStatements(
    completeness.statements,
    completeness.expectedStatements,
    calendars,
    asOf,
    payoutMatching.openPayouts,
    (key) => input.settledGaps.get(key),
  )
  const settledStatements = statements.gaps.filter(({ key }) => input.settledGaps.has(key))
  const raised = [
    ...raiseLines(lineMatching, input),
    ...raisePayoutExceptions(payoutMatching, payoutContext(input, settledStatements)),
    ...carried.raised,
    ...raiseTies(input.payouts),
    ...raiseMissingContracts(input.untold),
    ...raiseOverdueHolds(input.reserves, openHoldContracts(contracts), asOf),
    ...input.copies,
    ...input.handRests,
    ...completeness.repeated.map(raiseRepeated),
  ]
  const files = completeness.missing
  const unexpected = unexpectedGaps(files.gaps, contracts, calendars, {
    payments: lineMatching.openPayments,
    payouts: payoutMatching.openPayouts,
    bankLines: payoutMatching.openLines,
    told: new Set(input.payouts.flatMap(({ match }) => match.references)),
  })
  // Settled without the file: what would have been in it has nothing to wait for.
  const gaps = [...files.gaps, ...statements.gaps, ...unexpected].filter(({ key }) => !input.settledGaps.has(key))
  return {
    lineMatching,
    payoutMatching,
    exceptions: silenceBelow(gaps, unique([...files.exceptions, ...statements.exceptions, ...raised])),
    lineLinks: [...allocateLines(lineMatching, run)],
    payoutLinks: [...allocatePayouts(payoutMatching.links, run), ...carried.links],
  }
}

const raiseRepeated = ({ statement, first }: Completeness['repeated'][number]): RaisedException =>
  raise(
    'DUPLICATE_FILE',
    { acquirer: '', account: statement.account, day: statement.day },
    { amountMinor: 0, currency: statement.currency },
    { files: [statement.file, first.file], named: [statement.sequence ?? ''] },
  )

function raiseLines(matching: LineMatching, { payments, contracts, asOf }: RunInput): RaisedException[] {
  const clock = openContractClock(contracts)
  const contractOf = (payment: MatchPayment) => clock.find(payment, payment.happenedAtMs)?.contract ?? null
  const byId = new Map(payments.map((payment) => [payment.match.id, payment]))
  return [
    ...raiseLineExceptions(matching, {
      today: asOf,
      toleranceMinor: (payment) => contractOf(payment)?.tolerance.grossMinor ?? 0,
      fileDueDay: ({ id }) => {
        const due = byId.get(id)?.due
        return due ? dayNumber(due.fileDue) : null
      },
    }),
    ...raiseFeeExceptions(matching.pairs, {
      contractOf,
      exponentOf: (currency) => settlementTools.minorUnitExponent(currency) ?? 2,
      traitsOf: ({ id }) => byId.get(id)?.traits ?? {},
    }),
  ]
}

/** `settled`: statements that people wait for no more; money that was to be on them is missing. */
function payoutContext({ payouts, contracts, calendars, completeness }: RunInput, settled: readonly Gap[]) {
  const termsOf = openPayoutTerms(payouts, contracts, calendars)
  const until = new Map<string, number>()
  for (const { account, day } of completeness.statements) until.set(account, Math.max(until.get(account) ?? day, day))
  for (const { account, lastDay } of settled)
    if (account !== null) until.set(account, Math.max(until.get(account) ?? lastDay, lastDay))
  return {
    toleranceMinor: ({ id }: { id: string }) => termsOf(id).toleranceMinor,
    lateAfterDay: ({ id }: { id: string }) => termsOf(id).lateAfter,
    missingAfterDay: ({ id }: { id: string }) => termsOf(id).missingAfter,
    statementsUntilDay: (account: string) => until.get(account) ?? 0,
  }
}

/**
 * What a person has taken apart stays apart: both sides are open again. So is what was due before the horizon, but for what a
 * reference says: whoever else could be its money may not be here.
 */
function withoutRefused(matching: PayoutMatching, refused: ReadonlySet<string>, since: number): PayoutMatching {
  const isRefused = ({ rule, payouts, lines }: PayoutMatching['links'][number]) =>
    (!BY_REFERENCE.has(rule.id) && payouts.some(({ dueDay }) => dueDay < since)) ||
    payouts.some((payout) => lines.some((line) => refused.has(`${payout.id} ${line.id}`)))
  const gone = matching.links.filter(isRefused)
  return {
    ...matching,
    links: matching.links.filter((link) => !isRefused(link)),
    openPayouts: [...matching.openPayouts, ...gone.flatMap(({ payouts }) => payouts)],
    openLines: [...matching.openLines, ...gone.flatMap(({ lines }) => lines)],
  }
}

/** The same trouble found twice is one; in the order of keys. */
function unique(raised: readonly RaisedException[]): RaisedException[] {
  const byKey = new Map(raised.map((one) => [one.key, one]))
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? [])
}
