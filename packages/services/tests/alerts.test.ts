import { randomUUID } from 'node:crypto'
import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  addDestination,
  addWindow,
  changeAlertRule,
  endWindow,
  listAlertRules,
  listAlerts,
  listDestinations,
  listWindows,
  planNotices,
  removeDestination,
  testDestination,
} from '../src/alerts/index.ts'
import { acknowledgeAlert, claimNotices, noteNotTaken, noteTaken } from '../src/operations/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { hubContext } from './audit-log-bed.ts'
import { type DevicesBed, openDevicesBed, why } from './devices-bed.ts'

let bed: DevicesBed
beforeAll(async () => {
  bed = await openDevicesBed()
  await registerHubKeys(hubContext(bed.base.pool), [deriveHubKeys(new Uint8Array(32))])
})
afterAll(() => bed?.[Symbol.asyncDispose]())

async function raise(storeId: number | null, severity = 'critical'): Promise<string> {
  const id = randomUUID()
  await bed.base.pool.query(
    `insert into operations_alert (id, rule, subject, severity, raised_at, raised_value, worst_value, last_value, raise_at, judged_at, store_id)
     values ($1::uuid, 'store_offline', $1::text, $3, now(), 1, 1, 1, 1, now(), $2)`,
    [id, storeId, severity],
  )
  return id
}
const seen = async (reach?: Reach) =>
  (await listAlerts(bed.as(reach), { state: 'open', rule: null, severity: null })).alerts.map(({ id }) => id)
const figures = {
  ...({ isOn: true, severity: 'critical', raiseAt: 3, endAt: 1 } as const),
  ...{ raiseAfterSeconds: 5, endAfterSeconds: 5 },
} as const

it('people of a part of the chain see and answer the alerts of their stores, and say nothing for more than those', async () => {
  const [own, other] = [await createStore(bed.base.db, { country: 'NO' }), await createStore(bed.base.db, { country: 'NO' })]
  const reach: Reach = { kind: 'stores', storeIds: [own.id] }
  const [mine, theirs, chain] = [await raise(own.id), await raise(other.id), await raise(null)]
  expect(await seen(reach)).toEqual([mine])
  expect(new Set(await seen())).toEqual(new Set([mine, theirs, chain]))
  expect(await why(acknowledgeAlert(bed.as(reach), { id: theirs }))).toBe('not_found no_alert')
  expect(await why(acknowledgeAlert(bed.as(reach), { id: chain }))).toBe('forbidden whole_chain_only')
  expect(await why(acknowledgeAlert(bed.as(reach), { id: mine }))).toBe('done')

  const rule = { rule: 'device_unwell', before: 0, figures, reason: 'one is none' } as const
  const at = { kind: 'store', storeId: own.id } as const
  expect(await why(changeAlertRule(bed.as(reach), { ...rule, place: { kind: 'chain' } }))).toBe('forbidden reaches_further')
  expect(await why(changeAlertRule(bed.as(reach), { ...rule, place: { kind: 'store', storeId: other.id } }))).toBe(
    'not_found no_place',
  )
  expect(await why(changeAlertRule(bed.as(), { ...rule, rule: 'disk_free', place: at }))).toBe('invalid chain_only')
  expect(await why(changeAlertRule(bed.as(reach), { ...rule, place: at, figures: { ...figures, endAt: 3 } }))).toBe(
    'invalid not_apart',
  )
  const both = await Promise.all([1, 2].map(() => why(changeAlertRule(bed.as(reach), { ...rule, place: at }))))
  expect(both.toSorted()).toEqual(['conflict changed_meanwhile', 'done'])
  const [listed] = (await listAlertRules(bed.as(reach), { place: at })).rules.filter((one) => one.rule === 'device_unwell')
  expect(listed).toMatchObject({
    figures,
    from: 'store',
    version: 1,
    saidHere: true,
    versions: [{ version: 1, reason: 'one is none' }],
  })
  expect(await why(changeAlertRule(bed.as(reach), { ...rule, place: at, before: 1, figures: null }))).toBe('done')
  expect(await why(changeAlertRule(bed.as(reach), { ...rule, place: at, before: 2, figures: null }))).toBe(
    'conflict changed_meanwhile',
  )
  await expect(bed.base.owner.query('update alert_rule set reason = $1', ['other'])).rejects.toThrow()
})

it('destinations and windows are for parts that are all one’s own, and known to whom they are about', async () => {
  const [own, other] = [await createStore(bed.base.db, { country: 'FI' }), await createStore(bed.base.db, { country: 'DK' })]
  const reach: Reach = { kind: 'country', country: 'FI' }
  const to = { kind: 'slack', address: 'https://chat.example/services/T' } as const
  const add = (name: string, place: Parameters<typeof addWindow>[1]['place'], from?: Reach) =>
    addDestination(bed.as(from), { name, place, leastSeverity: 'warning', afterMinutes: 0, to })
  expect(await why(add('Chain', { kind: 'chain' }, reach))).toBe('forbidden reaches_further')
  const ids = [
    await add('Finland', { kind: 'country', country: 'FI' }, reach),
    await add('Denmark', { kind: 'store', storeId: other.id }),
  ]
  expect(await why(add('Finland', { kind: 'chain' }))).toBe('conflict name_taken')
  expect((await listDestinations(bed.as(reach))).map(({ name }) => name)).toEqual(['Finland'])
  expect(await why(testDestination(bed.as(reach), { id: ids[1] ?? '' }))).toBe('not_found no_destination')
  expect(await why(testDestination(bed.as(reach), { id: ids[0] ?? '' }))).toBe('done')
  expect(await why(testDestination(bed.as(reach), { id: ids[0] ?? '' }))).toBe('conflict test_running')

  // Each is told of its own part only, once however often it is planned.
  const [finnish, danish] = [await raise(own.id), await raise(other.id, 'warning')]
  await Promise.all([1, 2, 3].map(() => planNotices(bed.base.pool, new Date(), [])))
  const { rows } = await bed.base.pool.query('select alert_id, destination_id from operations_notice where alert_id = any($1)', [
    [finnish, danish],
  ])
  const told = rows.map(({ alert_id, destination_id }) => `${alert_id} ${destination_id}`)
  expect(told.toSorted()).toEqual([`${finnish} ${ids[0]}`, `${danish} ${ids[1]}`].toSorted())
  expect(await why(removeDestination(bed.as(reach), { id: ids[1] ?? '' }))).toBe('not_found no_destination')
  expect(await why(removeDestination(bed.as(), { id: ids[1] ?? '' }))).toBe('done')
  expect(await why(add('Denmark', { kind: 'chain' }))).toBe('done')

  const nowMs = Date.now()
  const window = { fromMs: nowMs, untilMs: nowMs + 60_000, reason: 'new lines' }
  expect(await why(addWindow(bed.as(reach), { ...window, place: { kind: 'store', storeId: other.id } }))).toBe(
    'not_found no_place',
  )
  expect(await why(addWindow(bed.as(), { ...window, place: { kind: 'chain' }, untilMs: nowMs - 1 }))).toBe('invalid window_over')
  expect(await why(addWindow(bed.as(), { ...window, place: { kind: 'chain' }, untilMs: nowMs + 40 * 86_400_000 }))).toBe(
    'invalid window_long',
  )
  const id = await addWindow(bed.as(), { ...window, place: { kind: 'store', storeId: other.id } })
  expect((await listWindows(bed.as(reach))).length).toBe(0)
  expect(await why(endWindow(bed.as(reach), { id }))).toBe('not_found no_window')
  expect(await why(endWindow(bed.as(), { id }))).toBe('done')
  expect(await why(endWindow(bed.as(), { id }))).toBe('conflict window_over')
  expect((await listWindows(bed.as())).find((one) => one.id === id)).toMatchObject({ state: 'over', reason: 'new lines' })
})

it('a window of days keeps nothing from whoever has to know: what ended in it, and what needs more than one try after it', async () => {
  const store = await createStore(bed.base.db)
  const begunMs = Date.now()
  const at = (hours: number) => new Date(begunMs + hours * 3_600_000)
  const hub = (hours: number) => ({ ...hubContext(bed.base.pool), now: () => at(hours) })
  const events = async (alertId: string) =>
    (
      await bed.base.pool.query<{ event: string; failures: number; isOver: boolean }>(
        `select event, failures, given_up_at is not null as "isOver" from operations_notice where alert_id = $1 and channel = 'email' order by due_at`,
        [alertId],
      )
    ).rows
  const tell = async (hours: number, isTaken: boolean) => {
    await planNotices(bed.base.pool, at(hours), ['email'])
    for (const notice of await claimNotices(hub(hours), 'email', 1_000))
      await (isTaken ? noteTaken(hub(hours), notice) : noteNotTaken(hub(hours), notice, 'timeout', 0))
  }
  const over = await raise(store.id)
  await tell(0.5, true)
  const place = { kind: 'store', storeId: store.id } as const
  const span = { fromMs: at(1).getTime(), untilMs: at(73).getTime() }
  await addWindow({ ...bed.as(), now: () => at(1) }, { place, ...span, reason: 'works on the line' })
  const open = await raise(store.id)
  await bed.base.owner.query('update operations_alert set raised_at = $2 where id = $1', [open, at(2)])
  await bed.base.owner.query(`update operations_alert set ended_at = $2, ended_why = 'good' where id = $1`, [over, at(3)])
  await tell(60, true)
  expect([(await events(over)).map(({ event }) => event), await events(open)]).toEqual([['raised'], []])
  await tell(74, false)
  expect((await events(over)).map(({ event }) => event)).toEqual(['raised', 'ended'])
  expect(await events(open)).toEqual([{ event: 'raised', failures: 1, isOver: false }])
  for (let tries = 1; tries < 96; tries += 1) await tell(74 + tries, false)
  expect(await events(open)).toEqual([{ event: 'raised', failures: 96, isOver: true }])
})
