import { CARRIED } from '../../run/carry-links.ts'
import type { Records } from './load-records.ts'
import type { AllocationRecord, PayoutRecord } from './shapes.ts'
import { isByHand } from './standing-links.ts'

export const isCarried = ({ rule }: AllocationRecord): boolean => rule === CARRIED.id

const sameBatch = (a: PayoutRecord, b: PayoutRecord): boolean =>
  a.acquirer === b.acquirer &&
  a.merchantAccount === b.merchantAccount &&
  a.batch === b.batch &&
  a.currency === b.currency &&
  a.amountMinor === b.amountMinor

/**
 * Whether a proposal asks again what a person had linked: the same line, the same money, and a payout of the same batch that counts no
 * more. Null where that link, or its payout, lies outside of the bundle.
 */
export function isCarriedRight(one: AllocationRecord, { allocations, payouts }: Records): boolean | null {
  const { link } = (one.evidence ?? {}) as { readonly link?: unknown }
  const ended = allocations.find(({ key }) => key === link)
  const [was, now] = [payouts.get(Number(ended?.from)), payouts.get(Number(one.from))]
  if (ended === undefined || was === undefined || now === undefined) return null
  return (
    isByHand(ended) &&
    ended.confidence === 'certain' &&
    ended.to === one.to &&
    ended.amountMinor === one.amountMinor &&
    ended.currency === one.currency &&
    one.ruleVersion === CARRIED.version &&
    one.confidence === CARRIED.confidence &&
    was.fileState === 'superseded' &&
    sameBatch(was, now) &&
    !allocations.some(({ reverses, because }) => reverses === ended.key && because === 'person')
  )
}
