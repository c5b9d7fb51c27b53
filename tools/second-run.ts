import { isAbsolute, relative } from 'node:path'
import type { RanTest } from './pci/ran-tests.ts'
import type { Count } from './test-counts.ts'

/** More failed files than this are no accident of a busy machine. */
const FILES_AT_MOST = 3

export interface TestRun {
  readonly name: string
  readonly exitCode: number
  readonly count: Count
  readonly ran: readonly RanTest[]
  /** Files with a failure, in a test or outside of one, from the repository's root. */
  readonly failedFiles: readonly string[]
}

export interface Settled {
  readonly count: Count
  readonly ran: readonly RanTest[]
  /** What failed once and passed alone: not a reason to stop a release, and a fault to be mended all the same. */
  readonly unsteady: readonly string[]
}

/** Whether the failures are few enough to ask whether they come again. Failures that no file owns never are. */
export function deservesSecondRun({ count, failedFiles }: TestRun): boolean {
  return count.failed > 0 && failedFiles.length > 0 && failedFiles.length <= FILES_AT_MOST
}

/** Puts what the failed files did when run again, alone, in the place of what they did first. */
export function settle(first: TestRun, second: TestRun): Settled {
  if (second.exitCode !== 0 || second.count.failed > 0) return { count: first.count, ran: first.ran, unsteady: [] }
  const elsewhere = first.ran.filter(({ file }) => !first.failedFiles.includes(file))
  const failed = first.ran.filter(({ file, failed }) => failed && first.failedFiles.includes(file))
  const outside = first.failedFiles.filter((file) => !failed.some((test) => test.file === file))
  return {
    count: {
      passed: elsewhere.filter(({ passed }) => passed).length + second.count.passed,
      failed: 0,
      skipped: elsewhere.filter(({ passed, failed }) => !passed && !failed).length + second.count.skipped,
    },
    ran: [...elsewhere, ...second.ran],
    unsteady: [
      ...failed.map(({ file, name }) => `${file} > ${name}`),
      ...outside.map((file) => `${file} (outside of its tests)`),
    ],
  }
}

export function failedFilesOfVitest(report: unknown, root: string): string[] {
  const { testResults = [] } = (report ?? {}) as { testResults?: readonly { name: string; status: string }[] }
  return testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name }) => (isAbsolute(name) ? relative(root, name) : name))
}

export function failedFilesOfPlaywright(ran: readonly RanTest[]): string[] {
  return [...new Set(ran.filter(({ failed }) => failed).map(({ file }) => file))]
}
