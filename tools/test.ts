import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judgeClaims } from './pci/judge-claims.ts'
import { type RanTest, ranInPlaywright, ranInVitest } from './pci/ran-tests.ts'
import { readClaims } from './pci/read-claims.ts'
import { runStreaming } from './run-streaming.ts'
import { ensureSystemPackages, findChromium } from './system-packages.ts'
import { type Count, countPlaywright, countVitest, sum } from './test-counts.ts'

/** `npm test`: static checks, unit, scenario and browser tests; the last line is `N passed, N failed`. */
const reports = mkdtempSync(join(tmpdir(), 'counterfoil-test-'))
const counts: Count[] = []
const ran: RanTest[] = []

try {
  ensureSystemPackages((line) => console.log(line))
  process.env.CHROMIUM_PATH ??= findChromium()
  await staticChecks()
  await vitest('unit')
  await vitest('scenario')
  if (await step('build of the dashboard', 'node_modules/.bin/turbo', ['run', 'build', '--output-logs=errors-only']))
    await browserTests()
  claims()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  counts.push({ passed: 0, failed: 1, skipped: 0 })
} finally {
  rmSync(reports, { recursive: true, force: true })
  await stopTestDatabases()
}

const total = sum(counts)
if (total.failed > 0 || total.passed === 0) process.exitCode = 1
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)

async function staticChecks(): Promise<void> {
  await step('database client', process.execPath, ['packages/db/scripts/generate.mjs'])
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

async function vitest(project: 'unit' | 'scenario'): Promise<void> {
  console.log(`— ${project} tests`)
  const report = join(reports, `${project}.json`)
  const code = await runStreaming(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--silent=passed-only',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const results = readReport(report)
  ran.push(...ranInVitest(results, process.cwd()))
  counts.push(countVitest(results, code))
}

async function browserTests(): Promise<void> {
  console.log('— browser tests')
  const report = join(reports, 'browser.json')
  const code = await runStreaming(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts'],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    },
  )
  const results = readReport(report)
  ran.push(...ranInPlaywright(results, 'e2e/tests'))
  counts.push(countPlaywright(results, code))
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
