import type { LivePayment } from '@counterfoil/protocol'
import { expect, test } from 'vitest'
import { heldRows } from './held-rows.ts'

const row = (id: string, outcome: LivePayment['outcome'] = 'approved') => ({ id, outcome }) as LivePayment

test('without a hand on it the list shows the newest', () => {
  expect(heldRows([row('c'), row('b'), row('a')], null, 2)).toEqual({ rows: [row('c'), row('b')], waiting: 0 })
})

test('held rows keep their place, take new values, and count what waits', () => {
  const held = heldRows([row('d'), row('c'), row('b', 'declined'), row('a')], [row('b'), row('a')], 2)
  expect(held).toEqual({ rows: [row('b', 'declined'), row('a')], waiting: 2 })
})

test('held rows that were pushed out stay, and everything else is new', () => {
  expect(heldRows([row('z'), row('y')], [row('a')], 2)).toEqual({ rows: [row('a')], waiting: 2 })
})
