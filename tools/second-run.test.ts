import { describe, expect, it } from 'vitest'
import { deservesSecondRun, failedFilesOfVitest, settle, type TestRun } from './second-run.ts'

const passed = (file: string, name: string) => ({ file, name, passed: true, failed: false })
const failed = (file: string, name: string) => ({ file, name, passed: false, failed: true })
const skipped = (file: string, name: string) => ({ file, name, passed: false, failed: false })
const first: TestRun = {
  name: 'scenario',
  exitCode: 1,
  count: { passed: 2, failed: 1, skipped: 2 },
  ran: [
    passed('a.test.ts', 'one'),
    failed('b.test.ts', 'two'),
    passed('b.test.ts', 'three'),
    skipped('b.test.ts', 'four'),
    skipped('c.test.ts', 'five'),
  ],
  failedFiles: ['b.test.ts'],
}
const again = (count: TestRun['count'], exitCode: number): TestRun => ({
  name: 'scenario',
  exitCode,
  count,
  ran: [passed('b.test.ts', 'two'), passed('b.test.ts', 'three'), passed('b.test.ts', 'four')],
  failedFiles: [],
})

describe('a second run of what failed', () => {
  it('takes the place of the first, and names what was unsteady', () => {
    const settled = settle(first, again({ passed: 3, failed: 0, skipped: 0 }, 0))
    expect(settled.count).toEqual({ passed: 4, failed: 0, skipped: 1 })
    expect(settled.unsteady).toEqual(['b.test.ts > two'])
    expect(settled.ran.filter(({ file }) => file === 'b.test.ts').every(({ passed }) => passed)).toBe(true)
  })

  it('excuses nothing that fails again, ends with an error, or did not run', () => {
    for (const second of [again({ passed: 2, failed: 1, skipped: 0 }, 1), again({ passed: 3, failed: 0, skipped: 0 }, 1)])
      expect(settle(first, second)).toEqual({ count: first.count, ran: first.ran, unsteady: [] })
  })

  it('names a file that failed outside of its tests', () => {
    const hook: TestRun = { ...first, ran: [skipped('b.test.ts', 'two')], count: { passed: 0, failed: 1, skipped: 1 } }
    expect(settle(hook, again({ passed: 3, failed: 0, skipped: 0 }, 0)).unsteady).toEqual(['b.test.ts (outside of its tests)'])
  })

  it('is for a few files only, and not for a run that no file failed in', () => {
    expect(deservesSecondRun(first)).toBe(true)
    expect(deservesSecondRun({ ...first, failedFiles: ['a', 'b', 'c', 'd'] })).toBe(false)
    expect(deservesSecondRun({ ...first, failedFiles: [] })).toBe(false)
    expect(deservesSecondRun({ ...first, count: { passed: 2, failed: 0, skipped: 0 } })).toBe(false)
  })

  it('finds the failed files in the report, from the root', () => {
    const report = {
      testResults: [
        { name: '/r/a.test.ts', status: 'passed' },
        { name: '/r/x/b.test.ts', status: 'failed' },
      ],
    }
    expect(failedFilesOfVitest(report, '/r')).toEqual(['x/b.test.ts'])
    expect(failedFilesOfVitest(undefined, '/r')).toEqual([])
  })
})
