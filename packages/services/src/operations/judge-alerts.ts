import type { AlertRule, Threshold } from './alert-rules.ts'

/** What a rule reads now, of one subject: a disk, a job, a hub, the chain. */
export interface Reading {
  readonly rule: AlertRule
  readonly subject: string
  readonly value: number
  /** Where the store lies that it is about; absent for what is about the whole chain. */
  readonly store?: { readonly country: string; readonly region: string; readonly storeId: number } | undefined
}

/** What is remembered of one rule and subject; times by the monotonic clock. */
export interface Judged {
  readonly open: boolean
  /** Since when the value has been on the other side; null while it is on its own. */
  readonly turningSinceMs: number | null
}

export interface Verdict {
  readonly reading: Reading
  readonly now: Judged
  readonly change: 'raise' | 'end' | null
  /** By what it was judged; null: people turned the rule off there. */
  readonly threshold: Threshold | null
}

export const CALM: Judged = { open: false, turningSinceMs: null }

/**
 * One step of one alert, with hysteresis in value and in time: it is raised when the value has been bad for long enough, and ended
 * when it has been good for long enough. Between the two figures an alert stays what it is.
 */
export function judge(before: Judged, reading: Reading, threshold: Threshold, nowMs: number): Verdict {
  const { bad, raiseAt, endAt, raiseAfterSeconds, endAfterSeconds } = threshold
  const beyond = (limit: number) => (bad === 'above' ? reading.value >= limit : reading.value <= limit)
  const isGood = bad === 'above' ? reading.value <= endAt : reading.value >= endAt
  const turns = before.open ? isGood : beyond(raiseAt)
  if (!turns) return { reading, threshold, now: { open: before.open, turningSinceMs: null }, change: null }
  const sinceMs = before.turningSinceMs ?? nowMs
  const afterMs = (before.open ? endAfterSeconds : raiseAfterSeconds) * 1_000
  if (nowMs - sinceMs < afterMs) return { reading, threshold, now: { open: before.open, turningSinceMs: sinceMs }, change: null }
  return { reading, threshold, now: { open: !before.open, turningSinceMs: null }, change: before.open ? 'end' : 'raise' }
}

/** Where people turned the rule off: what is open ends, and nothing is raised. */
export function judgeOff(isOpen: boolean, reading: Reading): Verdict {
  return { reading, threshold: null, now: CALM, change: isOpen ? 'end' : null }
}

/** `rule` and subject as one key. */
export function alertKey({ rule, subject }: Pick<Reading, 'rule' | 'subject'>): string {
  return `${rule} ${subject}`
}
