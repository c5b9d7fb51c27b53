import { createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findWindow } from '../src/configurations/find-window.ts'
import { rowsThrough } from '../src/read-rows.ts'

let base: TestDatabase
let storeId: number
beforeAll(async () => {
  base = await openTestDatabase()
  storeId = (await createStore(base.db)).id
  await base.owner.query(
    `insert into store_hours (store_id, valid_from, time_zone, cut_off_minutes) values ($1, '2020-01-01', 'Europe/Berlin', 0)
     on conflict (store_id, valid_from) do update set time_zone = excluded.time_zone`,
    [storeId],
  )
})
afterAll(() => base?.close())

it.each([
  // In it, before it, after it, over midnight.
  ['01:00-03:00', '2027-01-10T01:00:00Z', '2027-01-10T01:00:00Z', '2027-01-10T02:00:00Z'],
  ['01:00-03:00', '2027-01-09T20:00:00Z', '2027-01-10T00:00:00Z', '2027-01-10T02:00:00Z'],
  ['01:00-03:00', '2027-01-10T02:00:00Z', '2027-01-11T00:00:00Z', '2027-01-11T02:00:00Z'],
  ['23:00-01:00', '2027-01-10T23:30:00Z', '2027-01-10T23:30:00Z', '2027-01-11T00:00:00Z'],
  // The night in which 02:00 to 03:00 is skipped: half of the first is left, and nothing of the second.
  ['01:30-02:30', '2027-03-27T23:00:00Z', '2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z'],
  ['02:00-03:00', '2027-03-27T23:00:00Z', '2027-03-29T00:00:00Z', '2027-03-29T01:00:00Z'],
  // The night in which it is there twice.
  ['01:30-02:30', '2026-10-24T22:00:00Z', '2026-10-24T23:30:00Z', '2026-10-25T01:30:00Z'],
])('the window %s in Berlin at %s is from %s until %s', async (window, now, from, until) => {
  expect(await findWindow(rowsThrough(base.pool), storeId, window, new Date(now))).toEqual({
    notBefore: new Date(from),
    expiresAt: new Date(until),
  })
})
