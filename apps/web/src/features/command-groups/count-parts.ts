import type { MemberCounts } from '@counterfoil/services/command-groups'

export interface CountParts {
  readonly done: number
  readonly notDone: number
  /** Ended without having begun: withdrawn, over, or nobody there to be asked. */
  readonly neither: number
  readonly underWay: number
  readonly left: number
}

/** The twelve states of members in the five parts of a bar. */
export function partsOf(counts: MemberCounts): CountParts {
  return {
    done: counts.done,
    notDone: counts.failed + counts.refused + counts.unknown + counts.unanswered,
    neither: counts.expired + counts.withdrawn + counts.passedOver,
    underWay: counts.waiting + counts.underWay,
    left: counts.notTold,
  }
}
