import type { RaisedException } from './exception-codes.ts'
import type { Silenced } from './silence.ts'

export interface ExceptionChanges {
  readonly opened: readonly RaisedException[]
  /** By evidence that came with this run; never by a timer, and never by being silenced. */
  readonly closed: readonly string[]
  readonly kept: readonly string[]
}

/**
 * `evidence` says whether the run read anything new. Without it nothing closes, even if a rule or the calendar changed: that
 * is for a person to resolve, with a reason.
 */
export function compareExceptions(open: readonly string[], now: Silenced, evidence: boolean): ExceptionChanges {
  const standing = new Set(now.heard.map(({ key }) => key))
  const quiet = new Set(now.silenced.map(({ exception }) => exception.key))
  const before = new Set(open)
  const gone = open.filter((key) => !standing.has(key) && !quiet.has(key))
  const closed = evidence ? gone.toSorted() : []
  const ended = new Set(closed)
  return {
    opened: now.heard.filter(({ key }) => !before.has(key)),
    closed,
    kept: open.filter((key) => !ended.has(key)).sort(),
  }
}
