import type { Gap } from '../exceptions/silence.ts'
import { byText } from '../matching/sorted.ts'

/** What has to be known of a payout to tell what came with it. */
export interface CarryItem {
  readonly id: string
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly batch: string
  /** Day number of the last sale in it. */
  readonly salesDay: number
  /** Without what came with it. */
  readonly ownMinor: number
  /** Less than this is not sent. */
  readonly minimumMinor: number
  readonly references: readonly string[]
}

export interface CarryEvidence {
  /** Files that are missing. */
  readonly gaps: readonly Gap[]
  /** References that stand on statements: what they name was sent, however little it seems to be. */
  readonly seen: ReadonlySet<string>
  /** Whether a merchant account took a payment that day. */
  sold(acquirer: string, merchantAccount: string, day: number): boolean
}

export interface CarryDecision {
  /** Payout that was sent → what earlier ones left over and it brought with it. */
  readonly carried: ReadonlyMap<string, readonly CarryItem[]>
  /** Too little, or owed to the acquirer: waits for the next one of its account, or for a file that is missing. */
  readonly waiting: ReadonlySet<string>
}

export const NO_EVIDENCE: CarryEvidence = { gaps: [], seen: new Set(), sold: () => true }

/**
 * What an acquirer would not send because it is too little, or owed to it, comes with the next payout of the same account, in the
 * order of sales days and whatever the order in which files came. Over a missing file nothing is carried: it went with the payout
 * that the file would have told, if it told of this account. `items`: those whose files do not announce what is sent.
 */
export function decideCarry(items: readonly CarryItem[], { gaps, seen, sold }: CarryEvidence = NO_EVIDENCE): CarryDecision {
  const carried = new Map<string, readonly CarryItem[]>()
  const waiting = new Set<string>()
  for (const account of Map.groupBy(items, keyOf).values()) {
    const lost = lostDays(account[0], gaps, sold)
    let left: readonly CarryItem[] = []
    for (const item of account.toSorted(inOrder)) {
      const comes = ({ salesDay }: CarryItem): boolean => !lost.some((day) => salesDay < day && day < item.salesDay)
      const small = left.filter(comes)
      const sum = small.reduce((total, { ownMinor }) => total + ownMinor, item.ownMinor)
      if (sum < Math.max(item.minimumMinor, 1) && !item.references.some((reference) => seen.has(reference))) {
        left = [...left, item]
        continue
      }
      left = left.filter((one) => !comes(one))
      carried.set(item.id, small)
    }
    for (const { id } of left) waiting.add(id)
  }
  return { carried, waiting }
}

const keyOf = ({ acquirer, merchantAccount, currency }: CarryItem): string => `${acquirer}\n${merchantAccount}\n${currency}`

/** Numbers of rows tell in which order files came: what the acquirer calls a payout does not. */
const inOrder = (a: CarryItem, b: CarryItem): number => a.salesDay - b.salesDay || byText(a.batch, b.batch) || byText(a.id, b.id)

/** Days whose missing file would have told of this account. */
function lostDays(one: CarryItem | undefined, gaps: readonly Gap[], sold: CarryEvidence['sold']): number[] {
  if (one === undefined) return []
  const { acquirer, merchantAccount } = one
  return gaps
    .filter((gap) => gap.acquirer === acquirer && (gap.merchantAccount ?? merchantAccount) === merchantAccount)
    .flatMap(({ firstDay, lastDay }) => Array.from({ length: lastDay - firstDay + 1 }, (_, at) => firstDay + at))
    .filter((day) => sold(acquirer, merchantAccount, day))
}
