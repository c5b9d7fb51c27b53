import type { Gap } from '../exceptions/silence.ts'
import type { ReadPayout } from './read-payout.ts'

export interface CarryEvidence {
  /** Files that are missing. */
  readonly gaps: readonly Gap[]
  /** References that stand on statements: what they name was sent, however little it seems to be. */
  readonly seen: ReadonlySet<string>
  /** Whether a merchant account took a payment that day. */
  sold(acquirer: string, merchantAccount: string, day: number): boolean
}
const NO_EVIDENCE: CarryEvidence = { gaps: [], seen: new Set(), sold: () => true }

/**
 * What an acquirer would not send because it is too little, or owed to it, comes with the next payout of the same merchant
 * account. Files that announce their payouts say so themselves, with transfers between batches. In the order of sales days.
 * Over a missing file nothing is carried: it went with the payout that the file would have told, if it told of this account.
 */
export function carrySmall(
  payouts: readonly ReadPayout[],
  { gaps, sold, seen }: CarryEvidence = NO_EVIDENCE,
): { payouts: ReadPayout[]; waiting: ReadPayout[] } {
  const open = new Map<string, ReadPayout[]>()
  const sent: ReadPayout[] = []
  const left: ReadPayout[] = []
  for (const one of payouts) {
    if (one.announced) {
      if (one.payout.amountMinor !== 0) sent.push(one)
      continue
    }
    const { contract, payout } = one
    const key = `${contract.acquirer}\n${contract.merchantAccount}\n${payout.currency}`
    const waiting = open.get(key) ?? []
    const first = waiting[0]
    const broken = first !== undefined && gaps.some((gap) => liesBetween(gap, first, one, sold))
    if (broken) left.push(...waiting)
    const before = broken ? [] : waiting
    const amountMinor = before.reduce((sum, { payout: { amountMinor: small } }) => sum + small, payout.amountMinor)
    const sentAnyway = payout.references.some((reference) => seen.has(reference))
    if (amountMinor < Math.max(contract.payout.minimumMinor, 1) && !sentAnyway) {
      open.set(key, [...before, one])
      continue
    }
    open.delete(key)
    sent.push({ ...one, payout: { ...payout, amountMinor }, carried: before.map(({ payout: { id } }) => id) })
  }
  return { payouts: sent, waiting: [...left, ...[...open.values()].flat()] }
}

function liesBetween(gap: Gap, { contract, days }: ReadPayout, next: ReadPayout, sold: CarryEvidence['sold']): boolean {
  if (gap.acquirer !== contract.acquirer || (gap.merchantAccount ?? contract.merchantAccount) !== contract.merchantAccount)
    return false
  const between = gap.firstDay > days.salesDay && gap.firstDay < next.days.salesDay
  return between && sold(contract.acquirer, contract.merchantAccount, gap.firstDay)
}
