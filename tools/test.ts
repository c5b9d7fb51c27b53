import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judgeClaims } from './pci/judge-claims.ts'
import { type RanTest, ranInPlaywright, ranInVitest } from './pci/ran-tests.ts'
import { readClaims } from './pci/read-claims.ts'
import { runStep } from './run-step.ts'
import { runStreaming } from './run-streaming.ts'
import { deservesSecondRun, failedFilesOfPlaywright, failedFilesOfVitest, settle, type TestRun } from './second-run.ts'
import { ensureSystemPackages, findChromium } from './system-packages.ts'
import { type Count, countPlaywright, countVitest, sum } from './test-counts.ts'

/** `npm test`: static checks, unit, scenario and browser tests; the last line is `N passed, N failed`. */
const reports = mkdtempSync(join(tmpdir(), 'counterfoil-test-'))
const counts: Count[] = []
const ran: RanTest[] = []
const unsteady: string[] = []

try {
  ensureSystemPackages((line) => console.log(line))
  process.env.CHROMIUM_PATH ??= findChromium()
  await step('database client', process.execPath, ['packages/db/scripts/generate.mjs'])
  // Neither the build nor the checks fill two cores by themselves.
  const build = quietStep('build of the dashboard', 'node_modules/.bin/turbo', ['run', 'build', '--output-logs=errors-only'])
  await staticChecks()
  const unit = await vitest('unit tests', 'unit')
  const built = await build
  // An agent's scenarios need no database and wait for lines and terminals most of their time; requests have a stack of their own.
  const [scenarios, agents, requests] = await Promise.all([
    vitest('scenario tests', 'scenario'),
    vitest('scenario tests of the agent', 'agents'),
    built && playwright('requests'),
  ])
  await take(unit, (files) => vitest('unit tests again', 'unit', files))
  await take(scenarios, (files) => vitest('scenario tests again', 'scenario', files))
  await take(agents, (files) => vitest('scenario tests of the agent again', 'agents', files))
  if (requests) await take(requests, (files) => playwright('requests', files))
  // Pages are watched with the flows alone, which wait most of their time: what they show at once should not wait for other tests.
  if (built) {
    const [pages, flows] = await Promise.all([playwright('pages'), playwright('flows')])
    await take(pages, (files) => playwright('pages', files))
    await take(flows, (files) => playwright('flows', files))
  }
  claims()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  counts.push({ passed: 0, failed: 1, skipped: 0 })
} finally {
  rmSync(reports, { recursive: true, force: true })
  await stopTestDatabases()
}

const total = sum(counts)
for (const test of unsteady) console.log(`unsteady, passed only when run again alone: ${test}`)
if (total.failed > 0 || total.passed === 0) process.exitCode = 1
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)

async function staticChecks(): Promise<void> {
  await step('format and lint', 'node_modules/.bin/biome', ['ci', '--error-on-warnings', '.'])
  await step('types', 'node_modules/.bin/tsc', ['--noEmit', '-p', 'tsconfig.json'])
  await step('types of the dashboard', 'node_modules/.bin/tsc', ['--noEmit', '-p', 'apps/web/tsconfig.json'])
  await step('import rules', 'node_modules/.bin/depcruise', [
    '--config',
    '.dependency-cruiser.cjs',
    'packages',
    'apps',
    'tools',
    'bench',
    'e2e',
  ])
}

/** A step without tests of its own counts as one. */
async function step(name: string, command: string, args: readonly string[]): Promise<boolean> {
  console.log(`— ${name}`)
  const passed = (await runStreaming(command, args)) === 0
  counts.push({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 })
  return passed
}

/** The same beside others: what it printed comes at its end, and only when it failed. */
async function quietStep(name: string, command: string, args: readonly string[]): Promise<boolean> {
  const { passed, output, seconds } = await runStep(name, command, args, () => performance.now())
  console.log(`— ${name}: ${passed ? 'done' : 'failed'} after ${seconds.toFixed(0)} s`)
  if (!passed) console.error(output)
  counts.push({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 })
  return passed
}

async function vitest(name: string, project: 'unit' | 'scenario' | 'agents', which: readonly string[] = []): Promise<TestRun> {
  console.log(`— ${name}`)
  const report = join(reports, `${name.replaceAll(/\W+/g, '-')}.json`)
  const exitCode = await runStreaming(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--silent=passed-only',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...which,
  ])
  const results = readReport(report)
  return {
    name,
    exitCode,
    count: countVitest(results, exitCode),
    ran: ranInVitest(results, process.cwd()),
    failedFiles: failedFilesOfVitest(results, process.cwd()),
  }
}

async function playwright(project: 'pages' | 'flows' | 'requests', which: readonly string[] = []): Promise<TestRun> {
  const name = `${project} of the dashboard`
  console.log(`— ${name}`)
  const report = join(reports, `${project}.json`)
  const exitCode = await runStreaming(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts', `--project=${project}`, ...which],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    },
  )
  const results = readReport(report)
  const tests = ranInPlaywright(results, 'e2e/tests')
  return { name, exitCode, count: countPlaywright(results, exitCode), ran: tests, failedFiles: failedFilesOfPlaywright(tests) }
}

/** Runs the files that failed again, alone, when nothing else runs any more: what then passes is named as unsteady. */
async function take(first: TestRun, again: (files: readonly string[]) => Promise<TestRun>): Promise<void> {
  const settled = deservesSecondRun(first) ? settle(first, await again(first.failedFiles)) : { ...first, unsteady: [] }
  counts.push(settled.count)
  ran.push(...settled.ran)
  unsteady.push(...settled.unsteady)
}

/** `docs/pci.md` names the tests that show what it says: each must have run just now. */
function claims(): void {
  console.log('— what docs/pci.md says is shown')
  const wrong = judgeClaims(readClaims(readFileSync('docs/pci.md', 'utf8')), ran)
  for (const line of wrong) console.error(line)
  counts.push({ passed: wrong.length === 0 ? 1 : 0, failed: wrong.length === 0 ? 0 : 1, skipped: 0 })
}

/** The scenarios share one PostgreSQL; it must not outlive the tests. Loaded late: it needs the generated client. */
async function stopTestDatabases(): Promise<void> {
  const { stopTestServer } = await import('@counterfoil/db/testing')
  await stopTestServer()
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
