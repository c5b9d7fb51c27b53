import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { createBusinessCalendar } from '@counterfoil/services/ingest'
import { PLANTS, type Plant } from './plants.ts'
import { runSeed, type SeedResult } from './run-seed.ts'
import { runSeeds } from './run-seeds.ts'
import { createKeys } from './signers.ts'
import { KEYS } from './worker.ts'

/** `npm run simulate-disasters -- --seeds N --from SEED`: exit 1 when an invariant breaks, 2 on wrong usage. */
const usage = `usage: npm run simulate-disasters -- [--seeds N] [--from SEED] [--plant ${PLANTS.join('|')}] [--tell]`
const { values } = readArguments()
const seeds = Number(values.seeds)
const from = Number(values.from)
const plant = PLANTS.find((known) => known === values.plant)

if (!Number.isSafeInteger(seeds) || seeds < 1 || !Number.isSafeInteger(from) || from < 0 || plant !== values.plant) {
  console.error(usage)
  process.exitCode = 2
} else if (values.tell) {
  const shared = { keys: createKeys(KEYS), calendar: createBusinessCalendar() }
  for (let seed = from; seed < from + seeds; seed += 1)
    report(await runSeed(seed, shared, { plant, tell: (line) => console.log(line) }))
} else {
  await runAll(plant)
}

async function runAll(planted: Plant | undefined): Promise<void> {
  const startedMs = performance.now()
  const counts = { seeds: 0, broken: 0, events: 0, faults: 0 }
  const onResult = (result: SeedResult) => {
    counts.seeds += 1
    counts.events += result.events
    counts.faults += result.faults
    if (result.violations.length > 0) counts.broken += 1
    if (counts.broken <= 20) report(result)
  }
  await runSeeds({ from, seeds, workers: Math.max(1, availableParallelism()), plant: planted, onResult })
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
  console.log(`${counts.seeds} seeds, ${counts.faults} faults, ${counts.events} events in ${seconds} s: ${counts.broken} broken`)
}

function report({ seed, violations }: SeedResult): void {
  const [first] = violations
  if (first === undefined) return
  process.exitCode = 1
  const plants = plant === undefined ? '' : ` --plant ${plant}`
  console.log(`seed ${seed}, ${(first.atMs / 1_000).toFixed(3)} s: ${first.invariant}: ${first.what}`)
  if (violations.length > 1) console.log(`  and ${violations.length - 1} more after it`)
  console.log(`  replay: npm run simulate-disasters -- --from ${seed} --seeds 1 --tell${plants}`)
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        seeds: { type: 'string', default: '1000' },
        from: { type: 'string', default: '1' },
        plant: { type: 'string' },
        tell: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    process.exit(2)
  }
}
