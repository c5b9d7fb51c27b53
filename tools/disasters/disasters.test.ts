import { createBusinessCalendar } from '@counterfoil/services/ingest'
import { describe, expect, it } from 'vitest'
import { PLANTS } from './plants.ts'
import { runSeed } from './run-seed.ts'
import { runSeeds } from './run-seeds.ts'
import { createKeys } from './signers.ts'
import { KEYS } from './worker.ts'

const SEEDS = 300
/** Within so many seeds every planted bug must be seen. */
const PLANT_SEEDS = 40

const shared = { keys: createKeys(KEYS), calendar: createBusinessCalendar() }

describe('simulated disasters', () => {
  it('break no invariant', async () => {
    const broken: unknown[] = []
    let events = 0
    await runSeeds({
      from: 1,
      seeds: SEEDS,
      workers: 2,
      onResult(result) {
        events += result.events
        if (result.violations.length > 0) broken.push({ seed: result.seed, first: result.violations[0] })
      },
    })
    expect(broken).toEqual([])
    expect(events).toBeGreaterThan(SEEDS * 20)
  }, 60_000)

  it('run the same way each time', async () => {
    const told = async () => {
      const lines: string[] = []
      const result = await runSeed(16, shared, { tell: (line) => lines.push(line) })
      return { result, lines }
    }
    expect(await told()).toEqual(await told())
  })

  it.each(PLANTS)(
    'catch the planted bug %s',
    async (plant) => {
      for (let seed = 1; seed <= PLANT_SEEDS; seed += 1) {
        const { violations } = await runSeed(seed, shared, { plant })
        if (violations.length > 0) return
      }
      expect.unreachable(`${plant} went unseen for ${PLANT_SEEDS} seeds`)
    },
    60_000,
  )
})
