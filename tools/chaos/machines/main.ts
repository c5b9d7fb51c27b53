import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { ensureSystemPackages } from '../../system-packages.ts'
import { runMachines } from './run-machines.ts'

/** `npm run machines-test`: each machine of a chain of several killed in turn, or half of them at once; exit 1 when anything was lost or not said. */
const { values } = parseArgs({
  options: {
    halves: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '1' },
    agents: { type: 'string', default: '12' },
    payments: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
  },
})
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
const say = (line: string) => console.log(line)
const startMs = performance.now()
try {
  ensureSystemPackages(say)
  const { kills, payments, events, violations } = await runMachines({
    seed: Number(values.seed),
    rounds: Number(values.rounds),
    halves: values.halves,
    agents: Number(values.agents),
    payments: Number(values.payments),
    say,
    stop: stop.signal,
  })
  for (const { invariant, what } of violations.slice(0, 40)) console.log(`${invariant}: ${what}`)
  const seconds = Math.round((performance.now() - startMs) / 1_000)
  console.log(`${kills} kills, ${payments} payments, ${events} events in ${seconds} s: ${violations.length} violations`)
  if (violations.length > 0) process.exitCode = 1
} catch (error) {
  console.error(stop.signal.aborted ? 'Stopped.' : error instanceof Error ? error.message : error)
  process.exitCode = 1
}
