import { runStreaming } from './run-streaming.ts'
import { ensureSystemPackages } from './system-packages.ts'

/** `npm run test:long`: every property with 5,000 cases, then the scenarios three times over and half an hour of chaos and an upgrade from the release before, to find what is seldom. */
ensureSystemPackages((line) => console.log(line))
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--testTimeout=600000']
const generated = await runStreaming(process.execPath, ['packages/db/scripts/generate.mjs'])
const unit = await runStreaming(process.execPath, [...vitest, '--project', 'unit'], { COUNTERFOIL_PROPERTY_RUNS: '5000' })
const rounds: number[] = []
for (let round = 0; round < 3; round++) {
  rounds.push(await runStreaming(process.execPath, [...vitest, '--project', 'scenario']))
}
const chaos = await runStreaming(process.execPath, [
  '--disable-warning=ExperimentalWarning',
  'tools/chaos/main.ts',
  '--minutes',
  '30',
])
const upgrade = await runStreaming(process.execPath, ['--disable-warning=ExperimentalWarning', 'tools/upgrade/main.ts'])
const failed = [generated, unit, ...rounds, chaos, upgrade].filter((code) => code !== 0).length
console.log(`${4 + rounds.length - failed} runs passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
