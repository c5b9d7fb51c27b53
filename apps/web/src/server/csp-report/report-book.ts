import type { Violation } from './read-report.ts'

/** A violation as it goes into the log: how often it was seen since it was written last. */
export interface BookedViolation extends Violation {
  readonly times: number
}

export interface ReportBook {
  /** What to write about it now; null while it was written lately. */
  note(violation: Violation, nowMs: number): BookedViolation | null
}

const AGAIN_AFTER_MS = 3_600_000
const MOST_KINDS = 100

/**
 * Holds back what was written within the hour, and everything beyond a hundred kinds in it: one page that is refused something
 * tells it in every browser of the chain, and anybody may send reports.
 */
export function createReportBook(): ReportBook {
  const kinds = new Map<string, { readonly writtenMs: number; heldBack: number }>()
  return {
    note(violation, nowMs) {
      const key = JSON.stringify(violation)
      const held = kinds.get(key)
      if (held !== undefined && nowMs - held.writtenMs < AGAIN_AFTER_MS) {
        held.heldBack += 1
        return null
      }
      if (held === undefined && kinds.size >= MOST_KINDS) {
        for (const [kind, { writtenMs }] of kinds) if (nowMs - writtenMs >= AGAIN_AFTER_MS) kinds.delete(kind)
        if (kinds.size >= MOST_KINDS) return null
      }
      kinds.set(key, { writtenMs: nowMs, heldBack: 0 })
      return { ...violation, times: 1 + (held?.heldBack ?? 0) }
    },
  }
}
