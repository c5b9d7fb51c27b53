import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { ensureSystemPackages } from '../system-packages.ts'
import { runChaos } from './run-chaos.ts'

/** `npm run chaos -- --minutes M`: exit 1 when anything was lost, doubled or wrong, 2 on wrong usage. */
const usage = 'usage: npm run chaos -- [--minutes M] [--seed S] [--nodes 1|2] [--tell]'
const { values } = readArguments()
const minutes = Number(values.minutes)
const seed = values.seed === undefined ? randomInt(1, 1_000_000) : Number(values.seed)
const nodes = Number(values.nodes)

if (!(minutes > 0 && minutes <= 24 * 60) || !Number.isSafeInteger(seed) || seed < 0 || (nodes !== 1 && nodes !== 2)) {
  console.error(usage)
  process.exitCode = 2
} else {
  await run()
}

async function run(): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const say = (line: string) => console.log(line)
  try {
    if (nodes > 1) ensureSystemPackages(say)
    const result = await runChaos({ seed, minutes, nodes, say, tell: values.tell ? say : () => {}, stop: stop.signal })
    const { faults, orders, payments, events, mostHubMb, violations, folder } = result
    for (const { invariant, what } of violations.slice(0, 40)) console.log(`${invariant}: ${what}`)
    if (violations.length > 40) console.log(`and ${violations.length - 40} more`)
    console.log(
      `${faults} faults, ${orders} orders, ${payments} payments, ${events} events, hub at most ${mostHubMb} MB: ${violations.length} violations`,
    )
    if (violations.length === 0) return
    console.log(`everything is kept in ${folder}\nagain: npm run chaos -- --minutes ${values.minutes} --seed ${seed} --tell`)
  } catch (error) {
    console.error(stop.signal.aborted ? 'Stopped.' : error instanceof Error ? error.message : error)
  }
  process.exitCode = 1
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        minutes: { type: 'string', default: '2' },
        seed: { type: 'string' },
        nodes: { type: 'string', default: '2' },
        tell: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    process.exit(2)
  }
}
