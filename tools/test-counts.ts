export interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const NOTHING_RAN: Count = { passed: 0, failed: 1, skipped: 0 }

export function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (total, count) => ({
      passed: total.passed + count.passed,
      failed: total.failed + count.failed,
      skipped: total.skipped + count.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}

/** Reads Vitest's JSON report. A run that exits with an error though no test failed counts as one failure. */
export function countVitest(report: unknown, exitCode: number): Count {
  if (!isRecord(report)) return NOTHING_RAN
  const count = {
    passed: number(report.numPassedTests),
    failed: number(report.numFailedTests),
    skipped: number(report.numPendingTests) + number(report.numTodoTests),
  }
  return notLosing(count, exitCode)
}

/** Reads Playwright's JSON report; a flaky test is a failed one. */
export function countPlaywright(report: unknown, exitCode: number): Count {
  if (!isRecord(report) || !isRecord(report.stats)) return NOTHING_RAN
  const { expected, unexpected, flaky, skipped } = report.stats
  return notLosing({ passed: number(expected), failed: number(unexpected) + number(flaky), skipped: number(skipped) }, exitCode)
}

function notLosing(count: Count, exitCode: number): Count {
  const silent = (exitCode !== 0 && count.failed === 0) || count.passed + count.failed === 0
  return silent ? { ...count, failed: count.failed + 1 } : count
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
