import { minorAmount } from '@counterfoil/settlement/funds'
import { settlementTools } from '../../settlement-tools.ts'
import { exact } from './collected-rows.ts'
import type { Records } from './load-records.ts'
import type { PayoutRecord } from './shapes.ts'

/** Nobody sends a batch in more parts than this, corrected ones among them. */
const MOST_PARTS = 10

/** What its own lines come to. */
const ownOf = ({ net, currency }: PayoutRecord): number =>
  minorAmount(exact(net), settlementTools.minorUnitExponent(currency) ?? 2)

/** Whether a payout has its part of what its file announces for all parts of the batch, and all of them are here. */
export function isShareOf(record: PayoutRecord, announcedMinor: number, { payouts, files }: Records): boolean {
  const mine = files.find(({ id }) => id === record.file)
  if (mine === undefined || record.amountMinor !== ownOf(record)) return false
  const parts = files.filter(
    (one) =>
      one.format === mine.format &&
      (one.id === mine.id || (one.beside ?? []).includes(mine.id) || (mine.beside ?? []).includes(one.id)),
  )
  const ids = new Set(parts.map(({ id }) => id))
  if (ids.size < 2) return false
  const { acquirer, merchantAccount, currency, batch } = record
  const told = [...payouts.values()].filter(
    (one) =>
      ids.has(one.file) &&
      one.acquirer === acquirer &&
      one.merchantAccount === merchantAccount &&
      one.currency === currency &&
      one.batch === batch,
  )
  // A part that was corrected since was one of those that it was announced for: some of them come to it, this one among them.
  const sums = new Set([ownOf(record)])
  for (const one of told.filter(({ id }) => id !== record.id).slice(0, MOST_PARTS))
    for (const sum of [...sums]) sums.add(sum + ownOf(one))
  return sums.has(announcedMinor)
}
