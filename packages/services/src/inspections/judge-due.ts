const DAY_MS = 86_400_000
/** So long before the day it is told to be due, but never more than a quarter of the interval. */
const NOTICE_DAYS = 7

export type DueState = 'overdue' | 'due' | 'later'

export interface InspectionDue {
  readonly state: DueState
  readonly dueAtMs: number
}

export interface DueFacts {
  /** Since when it has been in use without a break. */
  readonly inUseSinceMs: number
  /** When the last inspection that counts was recorded; null: never. */
  readonly lastMs: number | null
  readonly days: number
}

/**
 * When a device in use is to be looked at next: an interval after the last time by the log's clock, or after it went in use where
 * nobody ever did; never before it went in use. Derived each time it is asked: there is no table of dates to keep true.
 */
export function judgeDue({ inUseSinceMs, lastMs, days }: DueFacts, nowMs: number): InspectionDue {
  const spanMs = days * DAY_MS
  const dueAtMs = lastMs === null ? inUseSinceMs + spanMs : Math.max(lastMs + spanMs, inUseSinceMs)
  const noticeMs = Math.min(NOTICE_DAYS * DAY_MS, spanMs / 4)
  const state = nowMs >= dueAtMs ? 'overdue' : nowMs >= dueAtMs - noticeMs ? 'due' : 'later'
  return { state, dueAtMs }
}
