import type { Clock } from '@counterfoil/terminals'
import type { Finding } from '../doctor/finding.ts'
import type { JobNow } from './page-state.ts'

/** Lines of one job that are shown. */
const MOST_LINES = 40

/** A look that takes its time: one at once, and the last one stays to be read. */
export interface Job {
  /** Begins `work`; false while the one before runs. */
  begin(subject: string | undefined, work: (tell: (line: string) => void) => Promise<readonly Finding[]>): boolean
  now(): JobNow | undefined
}

export function createJob(clock: Clock): Job {
  let now: JobNow | undefined
  return {
    begin(subject, work) {
      if (now !== undefined && now.endedMs === undefined) return false
      const begun: JobNow = { subject, startedMs: clock.nowMs(), endedMs: undefined, lines: [], findings: [], failed: undefined }
      now = begun
      const change = (changes: Partial<JobNow>) => {
        now = { ...(now ?? begun), ...changes }
      }
      work((line) => change({ lines: [...(now ?? begun).lines, line.trim()].slice(-MOST_LINES) })).then(
        (findings) => change({ findings, endedMs: clock.nowMs() }),
        (error: unknown) => change({ failed: error instanceof Error ? error.message : String(error), endedMs: clock.nowMs() }),
      )
      return true
    },
    now: () => now,
  }
}
