import { expect, it } from 'vitest'
import { runSeeds } from '../disasters/run-seeds.ts'

it('2,000 simulated disasters lose nothing, double nothing and keep the order', async () => {
  const broken: unknown[] = []
  await runSeeds({
    from: 10_001,
    seeds: 2_000,
    workers: 2,
    onResult(result) {
      if (result.violations.length > 0) broken.push({ seed: result.seed, first: result.violations[0] })
    },
  })
  expect(broken).toEqual([])
}, 600_000)
