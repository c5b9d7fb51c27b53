import { expect, it } from 'vitest'
import { createChance } from '../disasters/random.ts'
import { describeFault, drawSchedule, FAULT_KINDS } from './schedule.ts'

const ALL = { nodes: 2, hosts: 5, programs: 3, redis: true }

it('draws the same faults from the same seed, and others from another', () => {
  const draw = (seed: number) => drawSchedule(createChance(seed), ALL, 120_000)
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

it('leaves no kind out of two minutes', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const kinds = new Set(drawSchedule(createChance(seed), ALL, 120_000).map(({ kind }) => kind))
    expect(FAULT_KINDS.filter((kind) => !kinds.has(kind))).toEqual([])
  }
})

it('hurts nothing that is not there', () => {
  for (const { kind, target } of drawSchedule(createChance(3), { ...ALL, nodes: 1, redis: false }, 600_000)) {
    expect(kind).not.toMatch(/redis/)
    if (kind.startsWith('hub')) expect(target).toBe(0)
    if (kind.startsWith('line')) expect(target).toBeLessThan(8)
  }
})

it('says when, what and how long', () => {
  expect(describeFault({ kind: 'host killed', target: 1, atMs: 12_300, forMs: 400 })).toBe('   12.3 s  host 2 killed, for 0.4 s')
  expect(describeFault({ kind: 'database read-only', target: 0, atMs: 0, forMs: 5_000 })).toBe(
    '    0.0 s  database read-only, for 5.0 s',
  )
})
