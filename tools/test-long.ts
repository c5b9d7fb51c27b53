import { spawnSync } from 'node:child_process'
import { runStreaming } from './run-streaming.ts'
import { ensureSystemPackages } from './system-packages.ts'

/**
 * `npm run test:long`, to find what is seldom: every property with 5,000 cases, the scenarios three times over, half an hour of
 * chaos, each machine of several killed in turn, an upgrade from the release before, the packages of agent and hub in a clean
 * Debian, and two minutes of a full hub.
 */
ensureSystemPackages((line) => console.log(line))
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--testTimeout=600000']
const generated = await runStreaming(process.execPath, ['packages/db/scripts/generate.mjs'])
const unit = await runStreaming(process.execPath, [...vitest, '--project', 'unit'], { COUNTERFOIL_PROPERTY_RUNS: '5000' })
const rounds: number[] = []
for (let round = 0; round < 3; round++) {
  rounds.push(await runStreaming(process.execPath, [...vitest, '--project', 'scenario', '--project', 'agents']))
}
const chaos = await runStreaming(process.execPath, [
  '--disable-warning=ExperimentalWarning',
  'tools/chaos/main.ts',
  '--minutes',
  '30',
])
const machines = await runStreaming(process.execPath, [
  '--disable-warning=ExperimentalWarning',
  'tools/chaos/machines/main.ts',
  '--rounds',
  '3',
  '--agents',
  '50',
])
const upgrade = await runStreaming(process.execPath, ['--disable-warning=ExperimentalWarning', 'tools/upgrade/main.ts'])
const installations = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'e2e/install/vitest.config.ts', '--reporter=dot']
const installed = await runStreaming(process.execPath, installations)
const cleanRoot = await installInCleanRoot()
const soak = await runStreaming(process.execPath, [
  '--disable-warning=ExperimentalWarning',
  'bench/main.ts',
  'soak',
  '--minutes',
  '2',
])
const failed = [generated, unit, ...rounds, chaos, machines, upgrade, installed, cleanRoot, soak].filter(
  (code) => code !== 0,
).length
console.log(`${8 + rounds.length - failed} runs passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1

/** The packages' own tests once more, inside a Debian made by debootstrap, as the services' users. Needs root and a Debian mirror. */
async function installInCleanRoot(): Promise<number> {
  if (spawnSync('debootstrap', ['--version']).status !== 0) {
    console.error('debootstrap is not there: no package was installed into a clean Debian. Install debootstrap.')
    return 1
  }
  const clean = { COUNTERFOIL_CLEAN_ROOT: '1' }
  const agent = [...vitest, '--project', 'scenario', 'tools/tests/agent-packages.test.ts']
  return Math.max(await runStreaming(process.execPath, agent, clean), await runStreaming(process.execPath, installations, clean))
}
