import type { ReadPayout } from './read-payouts.ts'

/**
 * What an acquirer would not send because it is too little, or owed to it, comes with the next payout of the same merchant
 * account. Files that announce their payouts say so themselves, with transfers between batches. In the order of sales days.
 */
export function carrySmall(payouts: readonly ReadPayout[]): { payouts: ReadPayout[]; waiting: ReadPayout[] } {
  const open = new Map<string, ReadPayout[]>()
  const sent: ReadPayout[] = []
  for (const one of payouts) {
    if (one.announced) {
      if (one.payout.amountMinor !== 0) sent.push(one)
      continue
    }
    const { contract, payout } = one
    const key = `${contract.acquirer}\n${contract.merchantAccount}\n${payout.currency}`
    const before = open.get(key) ?? []
    const amountMinor = before.reduce((sum, { payout: { amountMinor: small } }) => sum + small, payout.amountMinor)
    if (amountMinor < Math.max(contract.payout.minimumMinor, 1)) {
      open.set(key, [...before, one])
      continue
    }
    open.delete(key)
    sent.push({ ...one, payout: { ...payout, amountMinor }, carried: before.map(({ payout: { id } }) => id) })
  }
  return { payouts: sent, waiting: [...open.values()].flat() }
}
