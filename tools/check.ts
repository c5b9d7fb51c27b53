import { performance } from 'node:perf_hooks'
import { runStep, type StepResult } from './run-step.ts'

/** `npm run check`: everything that needs no database. What it prints on failure is the failing tool's own words. */
const mono = () => performance.now()
const bin = (name: string) => `node_modules/.bin/${name}`

const generated = await runStep('database client', process.execPath, ['packages/db/scripts/generate.mjs'], mono)
report(generated)

const results = await Promise.all([
  runStep('format and lint', bin('biome'), ['ci', '--error-on-warnings', '.'], mono),
  runStep('types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json'], mono),
  runStep('types of the dashboard', bin('tsc'), ['--noEmit', '-p', 'apps/web/tsconfig.json'], mono),
  runStep(
    'import rules',
    bin('depcruise'),
    ['--config', '.dependency-cruiser.cjs', 'packages', 'apps', 'tools', 'bench', 'e2e'],
    mono,
  ),
  runStep(
    'unit tests',
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--silent=passed-only'],
    mono,
  ),
])
for (const result of results) report(result)
if ([generated, ...results].some((result) => !result.passed)) process.exitCode = 1

function report(result: StepResult): void {
  console.log(`${result.passed ? 'ok  ' : 'FAIL'} ${result.name} (${result.seconds.toFixed(1)} s)`)
  if (!result.passed) console.log(result.output.trimEnd())
}
