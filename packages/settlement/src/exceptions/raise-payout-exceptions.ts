import type { PayoutMatching } from '../matching/payouts/match-payouts.ts'
import type { MatchBankLine, MatchPayout } from '../matching/payouts/payout-item.ts'
import { type PayoutLink, sumOf } from '../matching/payouts/payout-pool.ts'
import type { RaisedException } from './exception-codes.ts'
import { raise } from './raise.ts'

export interface PayoutContext {
  toleranceMinor(payout: MatchPayout): number
  /** Day number after which an absent payout is missing: due day and grace, in bank days. */
  missingAfterDay(payout: MatchPayout): number
  /** The last day for which a whole statement of the account is here; absence after it proves nothing. */
  statementsUntilDay(account: string): number
  /** Day number after which an arrival is late. */
  lateAfterDay(payout: MatchPayout): number
}

const scopeOf = ({ acquirer, account, dueDay }: MatchPayout): RaisedException['scope'] => ({ acquirer, account, day: dueDay })
const scopeOfLine = ({ account, bookingDay }: MatchBankLine, acquirer = ''): RaisedException['scope'] => ({
  acquirer,
  account,
  day: bookingDay,
})
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

export function raisePayoutExceptions(matching: PayoutMatching, context: PayoutContext): RaisedException[] {
  const unclear = new Set(matching.ambiguities.flatMap(({ payouts, lines }) => [...payouts, ...lines]))
  const payoutById = new Map(matching.openPayouts.map((payout) => [payout.id, payout]))
  return [
    ...matching.links.flatMap((one) => raiseLink(one, context)),
    ...matching.openPayouts
      .filter((payout) => !unclear.has(payout.id) && context.statementsUntilDay(payout.account) > context.missingAfterDay(payout))
      .map((payout) => raise('MISSING_IN_BANK', scopeOf(payout), payout, { payouts: [payout.id] })),
    ...matching.openLines
      .filter(({ id }) => !unclear.has(id))
      .map((line) =>
        raise('UNEXPECTED_BANK_LINE', scopeOfLine(line, matching.payerOf.get(line.id)), line, { bankLines: [line.id] }),
      ),
    ...matching.duplicates.map(({ line, first }) =>
      raise('DUPLICATE_BANK_LINE', scopeOfLine(line), line, { bankLines: [line.id, first.id] }),
    ),
    ...matching.ambiguities.flatMap(({ payouts, lines }) => {
      const payout = payouts.map((id) => payoutById.get(id)).find((one) => one !== undefined)
      return payout ? [raise('AMBIGUOUS', scopeOf(payout), payout, { payouts, bankLines: lines })] : []
    }),
  ]
}

function raiseLink(one: PayoutLink, context: PayoutContext): RaisedException[] {
  const payout = one.payouts[0]
  if (!payout) return []
  const rows = { payouts: ids(one.payouts), bankLines: ids(one.lines) }
  // Nobody knows yet whether this money came: it is asked, and neither missing nor late before the answer.
  if (one.rule.confidence === 'proposal')
    return [raise('AMBIGUOUS', scopeOf(payout), { amountMinor: sumOf(one.payouts), currency: payout.currency }, rows)]
  if (one.returned) return [raise('PAYOUT_RETURNED', scopeOf(payout), payout, rows)]
  const found: RaisedException[] = []
  const difference = { amountMinor: one.differenceMinor, currency: payout.currency }
  if (Math.abs(one.differenceMinor) > context.toleranceMinor(payout))
    found.push(raise(one.differenceMinor < 0 ? 'SHORT_PAID' : 'OVER_PAID', scopeOf(payout), difference, rows))
  const lastDay = Math.max(...one.lines.map(({ bookingDay }) => bookingDay))
  const late = one.payouts.filter((each) => lastDay > context.lateAfterDay(each))
  return [...found, ...late.map((each) => raise('LATE', scopeOf(each), each, { payouts: [each.id], bankLines: ids(one.lines) }))]
}
