import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('../../bench/main.ts', import.meta.url))
/** In so few days a lost statement is the first of its account. */
const ASKED = ['--lines', '2000', '--days', '4', '--seed', '8']

/** The benchmark of `docs/benchmarks.md`, small: its own judge says how much is right. Speed is not judged here. */
it('a small chain with faults in it is matched as it truly was, and the same again in any order', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'reconcile', ...ASKED], { maxBuffer: 1 << 24 })
  const figures = JSON.parse(stdout.split('\n').findLast((line) => line.startsWith('{')) ?? '{}') as Record<string, number>
  expect(figures.lines, stdout).toBeGreaterThan(1_500)
  expect(figures, stdout).toMatchObject({
    autoConfirmPrecision: 1,
    lineRecall: 1,
    etaExact: 1,
    rerunEqual: true,
    shuffleEqual: true,
    exceptions: { FILE_MISSING: { expected: 4, raised: 4, right: 4 } },
  })
  // One of 31: a payout has the amount of another one, whose line was on the lost statement.
  expect(figures.exceptionPrecision, stdout).toBeGreaterThanOrEqual(0.96)
  for (const share of ['payoutRecall', 'autoConfirmCoverage', 'exceptionRecall'])
    expect(figures[share], `${share}\n${stdout}`).toBeGreaterThanOrEqual(0.99)
}, 300_000)
