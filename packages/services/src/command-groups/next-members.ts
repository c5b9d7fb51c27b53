/** A group as it stands, counted in members. */
export interface GroupFacts {
  /** How many may be under way at the same time, and be told within a minute; null: no limit. */
  readonly atOnce: number
  readonly perMinute: number | null
  /** Told, and not ended. */
  readonly underWay: number
  readonly toldInLastMinute: number
  /** Not told, and not passed over. */
  readonly left: number
  /** Those of them that could be told now. */
  readonly reachable: number
  readonly done: number
  /** Failed, refused, without an answer or with an unknown outcome. What was over before it began says nothing of the command. */
  readonly notDone: number
  /** The time in which agents are told is over. */
  readonly isOver: boolean
}

export type GroupWait = 'answers' | 'away' | 'under_way' | 'pace'
export type GroupStep =
  | { readonly step: 'tell'; readonly count: number }
  | { readonly step: 'wait'; readonly why: GroupWait }
  /** By itself: too many fared badly. */
  | { readonly step: 'stop'; readonly why: 'failing' }
  | { readonly step: 'end'; readonly why: 'all_told' | 'expired' }

/** Fewer ends say nothing; more than this share of them not done is no accident of single stores. */
export const LEAST_ENDED = 5
export const FAILING_SHARE = 0.2

/** What is to be done with a group now. Pure: the same facts give the same step. */
export function nextMembers(facts: GroupFacts): GroupStep {
  const { left, underWay, reachable, isOver } = facts
  if (left === 0 && underWay === 0) return { step: 'end', why: 'all_told' }
  // What waits for its agent is taken back even when everybody was told.
  if (isFailing(facts)) return { step: 'stop', why: 'failing' }
  if (isOver && underWay === 0) return { step: 'end', why: 'expired' }
  if (isOver || left === 0) return { step: 'wait', why: 'answers' }
  const room = facts.atOnce - underWay
  if (room <= 0) return { step: 'wait', why: 'under_way' }
  const pace = facts.perMinute === null ? room : facts.perMinute - facts.toldInLastMinute
  if (pace <= 0) return { step: 'wait', why: 'pace' }
  return reachable <= 0 ? { step: 'wait', why: 'away' } : { step: 'tell', count: Math.min(room, pace, reachable) }
}

function isFailing({ done, notDone }: GroupFacts): boolean {
  const ended = done + notDone
  return ended >= LEAST_ENDED && notDone / ended > FAILING_SHARE
}
