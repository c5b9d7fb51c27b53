import { wilson } from '../device-health/bounds.ts'

/** Sales with an outcome: approved, and all others. */
export interface Decided {
  readonly approved: number
  readonly of: number
}

/** How many agents of a ring are where. */
export interface RingCounts {
  /** Not asked, or on the way. */
  readonly waiting: number
  /** Has heard nothing of it, and no connection for ten minutes: asked when the store is back, and nobody waits for it. */
  readonly absent: number
  /** The version works there, or worked when it was last heard of. */
  readonly works: number
  /** Of those that work: without a connection for ten minutes. */
  readonly offline: number
  /** Went back by themselves. */
  readonly returned: number
  /** Could not take it, and went on as they were. */
  readonly failed: number
}

export interface RingFacts {
  /** Of this ring and those before it. */
  readonly counts: RingCounts
  /** Of this ring alone. */
  readonly here: { readonly agents: number; readonly absent: number }
  /** Since each agent's update, of its terminals. */
  readonly after: Decided
  /** The same terminals in the two weeks before. */
  readonly before: Decided
  /** Stores without the version, since the ring began; none where nobody looked. */
  readonly others: Decided | null
  readonly ringSinceMs: number
  /** The last of them that came to work; null while none does. */
  readonly lastWorksMs: number | null
  readonly soakMs: number
  readonly isLast: boolean
}

export type WaitReason = 'agents' | 'absent' | 'soak' | 'few_payments'
export type StopReason = 'returned' | 'offline' | 'failed' | 'approvals_low'
export type RingVerdict =
  | { readonly step: 'wait'; readonly why: WaitReason }
  | { readonly step: 'stop'; readonly why: StopReason }
  /** To the next ring, or to the end. */
  | { readonly step: 'advance' }

/** Fewer say nothing of a rate: the soak waits for them. */
export const LEAST_PAYMENTS = 30
const LEAST_FALL = 0.05
/** Without any past to compare with, a store that approves fewer than half of its sales cannot be well. */
const LEAST_SHARE = 0.5
/** So many of a ring may fare badly before it is the version's doing; of a small ring, none. */
const STRAY_SHARE = 0.01
const FAILED_SHARE = 0.2

/** Whether a rollout goes on. Pure: the same facts at the same moment give the same verdict. */
export function judgeRing(facts: RingFacts, nowMs: number): RingVerdict {
  const { waiting, absent, works, offline, returned, failed } = facts.counts
  const all = waiting + works + returned + failed
  if (tooMany(returned, all, STRAY_SHARE)) return { step: 'stop', why: 'returned' }
  if (tooMany(offline, works, STRAY_SHARE)) return { step: 'stop', why: 'offline' }
  if (tooMany(failed, all, FAILED_SHARE)) return { step: 'stop', why: 'failed' }
  if (isRateLow(facts)) return { step: 'stop', why: 'approvals_low' }
  if (all + absent === 0) return { step: 'advance' }
  if (waiting > 0) return { step: 'wait', why: 'agents' }
  // A ring most of which nobody saw has shown nothing; and the last one is not everywhere while somebody lacks it.
  if (facts.here.absent * 2 > facts.here.agents || (facts.isLast && absent > 0)) return { step: 'wait', why: 'absent' }
  if (works === 0) return { step: 'wait', why: absent > 0 ? 'absent' : 'agents' }
  if (facts.isLast) return { step: 'advance' }
  if (facts.after.of < LEAST_PAYMENTS) return { step: 'wait', why: 'few_payments' }
  const restsSinceMs = Math.max(facts.ringSinceMs, facts.lastWorksMs ?? facts.ringSinceMs)
  return nowMs - restsSinceMs < facts.soakMs ? { step: 'wait', why: 'soak' } : { step: 'advance' }
}

/** The share approved lies below what these terminals approved before, by more than chance and by more than a little, and below what other stores approve meanwhile. */
export function isRateLow({ after, before, others }: Pick<RingFacts, 'after' | 'before' | 'others'>): boolean {
  if (after.of < LEAST_PAYMENTS) return false
  const share = after.approved / after.of
  const { high } = wilson(after.approved, after.of)
  const bands = [before, others].filter((decided): decided is Decided => decided !== null && decided.of >= LEAST_PAYMENTS)
  if (bands.length === 0) return high < LEAST_SHARE
  return bands.every(({ approved, of }) => high < wilson(approved, of).low && approved / of - share >= LEAST_FALL)
}

/** More than a share that is nobody's fault: with certainty in a large ring, the first one in a small one. */
function tooMany(count: number, of: number, share: number): boolean {
  if (count === 0) return false
  return of * share < 1 ? true : wilson(count, of).low > share
}
