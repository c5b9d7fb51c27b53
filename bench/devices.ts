import { createPool } from '@counterfoil/db'
import { applyMigrations } from '@counterfoil/db/migrate'
import { type HealthMemory, lookAtHealth, NO_MEMORY } from '@counterfoil/services/device-health'
import { ensureInstallation } from '@counterfoil/services/installation'
import type { Benchmark } from './benchmark.ts'
import { askPages } from './devices/ask-pages.ts'
import { fillChain } from './devices/fill-chain.ts'
import { round } from './statistics.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'
import { readWholeNumbers } from './whole-numbers.ts'
import { withContext } from './with-context.ts'

const ASKED_MS = 2_000
const LOOKS = 5

/** The page of devices of a large chain: the longest of its questions, and how long a look at everybody's health takes. */
export const devices: Benchmark = async ({ args, say, belongings }) => {
  const { stores, terminals, weeks, times } = readWholeNumbers(args, { stores: 2_000, terminals: 5, weeks: 5, times: 20 })
  const postgres = await startThrowawayPostgres(belongings)
  await applyMigrations({ url: postgres.templateUrl })
  return withContext(postgres.templateUrl, async (system) => {
    await ensureInstallation(system, { kind: 'demo', name: 'Benchmark', reportingCurrency: 'EUR' })
    const pool = createPool({ url: postgres.templateUrl, role: 'owner', max: 1 })
    try {
      const owner = await pool.connect()
      say(`${stores} stores with ${terminals} terminals each are written, and ${weeks} weeks of their hours …`)
      await fillChain(owner, { stores, terminalsEach: terminals, weeks })
      owner.release()
    } finally {
      await pool.end()
    }
    const ctx = {
      ...system,
      actor: { kind: 'user', id: 'bench', sessionId: 's', reach: { kind: 'chain' }, factors: [] },
    } as const
    say('their health is looked at …')
    const lookMs: number[] = []
    let memory: HealthMemory = NO_MEMORY
    for (let nth = 0; nth < LOOKS; nth += 1) {
      const began = performance.now()
      const look = await lookAtHealth(system, memory)
      if (look === null) throw new Error('another hub looks at the same database')
      lookMs.push(round(performance.now() - began))
      memory = { ...look.memory, countedAtMs: system.now().getTime() }
    }
    say('the page is asked …')
    const questions = await askPages(ctx, times)
    const worstMs = Math.max(...Object.values(questions).map((one) => one.worstMs))
    return {
      figure: worstMs,
      unit: 'ms, the longest question',
      limit: ASKED_MS,
      ratio: round(worstMs / ASKED_MS, 3),
      questions,
      lookMs,
    }
  })
}
