import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listDevices } from '../src/devices/index.ts'
import { configured, type DevicesBed, openDevicesBed } from './devices-bed.ts'
import { enrolled } from './ingest-bed.ts'

const HOUR_MS = 3_600_000
let bed: DevicesBed
beforeAll(async () => {
  bed = await openDevicesBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

it('lists what each terminal sold in the last 24 whole hours, beside the same hours a week before', async () => {
  const { id: storeId } = await createStore(bed.base.db)
  const { agent, script } = await enrolled(bed.base.db, { storeId })
  await bed.ingest.submit(agent, script.batch([configured(['1', '1'], ['2', '2'])]))
  await bed.add({ serial: 'waits', storeId })
  const nowMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 20 * 60_000
  const { rows } = await bed.base.pool.query('select min(id)::int4 as id from terminal where store_id = $1', [storeId])
  const sold = [
    ...[
      [0, 9],
      [1, 4],
      [24, 7],
      [25, 8],
      [7 * 24, 6],
      [7 * 24 + 1, 3],
      [7 * 24 + 24, 2],
      [7 * 24 + 25, 5],
    ],
  ].map(([hoursAgo = 0, approved = 0]) => ({ hour: new Date(nowMs - 20 * 60_000 - hoursAgo * HOUR_MS), approved }))
  await bed.base.owner.query(
    `insert into terminal_hour (hour, terminal_id, approved, declined) select u.hour, $1, u.approved, 1
     from unnest($2::timestamptz[], $3::int4[]) u (hour, approved)`,
    [rows[0].id, sold.map(({ hour }) => hour), sold.map(({ approved }) => approved)],
  )
  const filter = { scope: { kind: 'store', storeId } as const, kind: 'terminal' as const }
  const { devices } = await listDevices({ ...bed.as(), now: () => new Date(nowMs) }, { filter })
  const none = Array.from({ length: 22 }, () => 0)
  expect(devices.map(({ lane, sales }) => [lane, sales])).toEqual(
    expect.arrayContaining([
      ['1', { hours: [7, ...none, 4], before: [2, ...none, 3] }],
      ['2', null],
      [null, null],
    ]),
  )
  expect(devices).toHaveLength(3)
})
