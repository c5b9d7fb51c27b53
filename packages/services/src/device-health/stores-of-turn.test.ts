import { expect, it } from 'vitest'
import { readStoresOfTurn, turnsOf } from './stores-of-turn.ts'

it('counts all stores of a small chain each time, and a fifth of a large one', () => {
  expect([0, 1, 400, 401, 1_600, 1_601, 2_000, 10_000].map(turnsOf)).toEqual([1, 1, 1, 2, 4, 5, 5, 5])
})

it.each([1, 400, 401, 2_000, 2_003])('gives each of %i stores its turn once in a round', async (stores) => {
  const rows = Array.from({ length: stores }, (_, nth) => ({ id: 7 * nth + 3 }))
  const client = { query: async () => ({ rows }) } as never
  const turns = turnsOf(stores)
  const round = await Promise.all(Array.from({ length: turns }, (_, nth) => readStoresOfTurn(client, turns + nth)))
  expect(round.flat().sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id))
  expect(Math.max(...round.map(({ length }) => length))).toBeLessThanOrEqual(Math.ceil(stores / turns))
})
