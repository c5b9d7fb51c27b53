import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import {
  addWindow,
  changeAlertRule,
  destinationPurpose,
  endWindow,
  listAlerts,
  listDestinations,
  type RuleFigures,
  removeDestination,
  testDestination,
} from '@counterfoil/services/alerts'
import { acknowledgeAlert, ownThresholds } from '@counterfoil/services/operations'
import { realClock } from '@counterfoil/services/testing'
import { findSealer } from '@counterfoil/services/vault'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { HubParts } from '../src/realtime/hub-parts.ts'
import { newId, type StartedHub, startHub, until } from './hub-bed.ts'

const SECRET = 'the secret of a destination, 32 signs'.replaceAll(' ', '-')
const MINUTE = 60_000

/** Looks and rounds come at once; what time it is, the test says. */
let aheadMs = 0
const clock = {
  ...realClock,
  nowMs: () => realClock.nowMs() + aheadMs,
  monotonicMs: () => realClock.monotonicMs() * 200,
  startTimer: (delayMs: number, fire: () => void) => realClock.startTimer(delayMs / 100, fire),
}
let base: TestDatabase
let hub: StartedHub | undefined
let ctx: ServiceContext
let share = 0.5

async function openReceiver() {
  const got: { id: string; type: string; subject: string; genuine: boolean }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      const { type, data } = JSON.parse(body)
      const id = String(request.headers['webhook-id'])
      const signed = createHmac('sha256', SECRET).update(`${id}.${request.headers['webhook-timestamp']}.${body}`).digest('base64')
      got.push({ id, type, subject: data.subject, genuine: request.headers['webhook-signature'] === `v1,${signed}` })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

/** One of this machine, which the page refuses: sealed as the page seals, for a hub that may reach it. */
async function destination(name: string, address: string, afterMinutes: number, storeId: number | null = null): Promise<string> {
  const id = newId()
  await base.pool.query(
    `insert into alert_destination (id, name, kind, level, store_id, least_severity, after_minutes, made_at, made_by)
     values ($1, $2, 'webhook', $3, $4, 'critical', $5, now(), 'user:ada')`,
    [id, name, storeId === null ? 'chain' : 'store', storeId, afterMinutes],
  )
  const sealed = (await findSealer({ pool: base.pool })).seal(
    destinationPurpose(id),
    Buffer.from(JSON.stringify({ kind: 'webhook', address, secret: SECRET })),
  )
  await base.pool.query('insert into alert_destination_secret (id, sealed) values ($1, $2)', [id, Buffer.from(sealed)])
  return id
}

async function start(mayReach?: (address: string) => boolean): Promise<void> {
  const machine: HubParts['machine'] = {
    disks: [{ place: 'database', path: '/' }],
    readDisk: async () => ({ freeBytes: share * 1e9, sizeBytes: 1e9 }),
    backups: null,
    replica: null,
  }
  const thresholds = new Map([['disk_free', ownThresholds.disk_free] as const])
  const alerts = { hub: 'hub-1:4000', thresholds, webhook: null, ...(mayReach ? { mayReach } : {}) }
  hub = await startHub(base, { clock, machine, alerts })
  await until(async () => (await base.pool.query(`select from server_key where kind = 'vault'`)).rowCount === 1)
}

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  await base.pool.query(`insert into "user" (id, name, email) values ('ada', 'Ada', 'ada@chain.example')`)
  ctx = {
    db: base.db,
    pool: base.pool,
    actor: { kind: 'user', id: 'ada', sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] },
    now: () => new Date(clock.nowMs()),
    newId,
  }
  await start(() => true)
})
afterEach(() => {
  share = 0.5
})
afterAll(async () => {
  await hub?.close()
  await base?.close()
})

const open = async () => (await listAlerts(ctx, { state: 'open', rule: null, severity: null })).alerts
async function raise(): Promise<string> {
  share = 0.01
  await until(async () => (await open()).length === 1)
  return (await open())[0]?.id ?? ''
}
async function end(): Promise<void> {
  share = 0.5
  await until(async () => (await open()).length === 0)
}
/** The hub has judged, and planned what is to be told, at least twice since now. */
async function rounds(): Promise<void> {
  for (let nth = 0; nth < 2; nth += 1) {
    const at = clock.nowMs()
    await until(
      async () =>
        (await base.pool.query('select from operations_alert where ended_at is null and judged_at > $1', [new Date(at)]))
          .rowCount === 1,
    )
  }
}

it('tells one destination at once, the other when nobody has said for half an hour that they know, and both of the end', async () => {
  const [first, boss] = [await openReceiver(), await openReceiver()]
  const [firstId, bossId] = [await destination('Night shift', first.url, 0), await destination('Boss', boss.url, 30)]
  const store = await createStore(base.db)
  await destination('One store', boss.url, 0, store.id)
  const id = await raise()
  await until(() => first.got.length === 1)
  aheadMs += 29 * MINUTE
  await rounds()
  expect(boss.got).toEqual([])
  aheadMs += 2 * MINUTE
  await until(() => boss.got.length === 1)
  expect([...first.got, ...boss.got]).toEqual(
    Array(2).fill({ id: `${id}.raised`, type: 'alert.raised', subject: 'hub-1:4000 database', genuine: true }),
  )
  await end()
  await until(() => first.got.length === 2 && boss.got.length === 2)
  await until(async () => (await base.pool.query('select from operations_notice where taken_at is not null')).rowCount === 4)
  const told = (await base.pool.query(`select target_id, body from audit_entry where action = 'alert.told'`)).rows
  expect(
    told
      .map(({ body }) => JSON.parse(body.toString()).after)
      .map(({ name, kind, event }) => `${event} ${kind} ${name}`)
      .sort(),
  ).toEqual(['ended webhook Boss', 'ended webhook Night shift', 'raised webhook Boss', 'raised webhook Night shift'])
  expect(told.every(({ target_id, body }) => target_id === id && !body.toString().includes('127.0.0.1'))).toBe(true)

  // Somebody knows of the next one: nobody is woken for it.
  const known = await raise()
  await until(() => first.got.length === 3)
  await acknowledgeAlert(ctx, { id: known })
  aheadMs += 40 * MINUTE
  await rounds()
  expect(boss.got).toHaveLength(2)
  await end()
  await until(() => first.got.length === 4)
  expect(boss.got).toHaveLength(2)

  // In a window nobody is told; what is still bad when somebody ends it is told then.
  const place = { kind: 'chain' } as const
  const window = await addWindow(ctx, { place, fromMs: clock.nowMs(), untilMs: clock.nowMs() + 60 * MINUTE, reason: 'new disks' })
  await raise()
  await rounds()
  expect(first.got).toHaveLength(4)
  expect((await open())[0]?.quietUntil?.getTime()).toBeGreaterThan(clock.nowMs())
  await endWindow(ctx, { id: window })
  await until(() => first.got.length === 5)
  await end()
  await until(() => first.got.length === 6)

  // The same when its time is over; what came and went in it is never told.
  await addWindow(ctx, { place, fromMs: clock.nowMs(), untilMs: clock.nowMs() + 60 * MINUTE, reason: 'new disks' })
  await raise()
  await end()
  const still = await raise()
  await rounds()
  expect(first.got).toHaveLength(6)
  aheadMs += 61 * MINUTE
  await until(() => first.got.length === 7 && boss.got.length === 3)
  expect(first.got.at(-1)?.id).toBe(`${still}.raised`)

  // Turned off by people, the rule ends what it raised, and is on again by what is said above.
  const { bad: _, of: __, ...own } = ownThresholds.disk_free
  const off: RuleFigures = { ...own, isOn: false }
  const rule = { place, rule: 'disk_free', reason: 'the disk is being replaced' } as const
  await changeAlertRule(ctx, { ...rule, before: 0, figures: off })
  await until(async () => (await base.pool.query(`select from operations_alert where ended_why = 'rule_off'`)).rowCount === 1)
  await until(() => first.got.length === 8 && boss.got.length === 4)
  await expect(changeAlertRule(ctx, { ...rule, before: 0, figures: null })).rejects.toMatchObject({ reason: 'changed_meanwhile' })
  await changeAlertRule(ctx, { ...rule, before: 1, figures: { ...off, isOn: true, severity: 'warning' } })
  await raise()
  expect((await open())[0]).toMatchObject({ severity: 'warning' })
  await rounds()
  // Both want what is critical.
  expect([first.got.length, boss.got.length]).toEqual([8, 4])
  await end()

  // A trial comes from the hub, which alone knows where it is.
  await testDestination(ctx, { id: firstId })
  await until(() => first.got.length === 9)
  expect(first.got.at(-1)).toMatchObject({ type: 'alert.test', genuine: true })
  const listed = async (id: string) => (await listDestinations(ctx)).find((one) => one.id === id)
  await until(async () => (await listed(firstId))?.testing === false)
  expect(await listed(firstId)).toMatchObject({ name: 'Night shift', testTrouble: null, untold: 0 })
  expect(JSON.stringify(await listDestinations(ctx))).not.toContain('127.0.0.1')
  boss.close()

  // A hub as it is in the field sends nothing to its own machine.
  await hub?.close()
  await start()
  await testDestination(ctx, { id: firstId })
  await until(async () => (await listed(firstId))?.testTrouble === 'address_inside')
  expect(first.got).toHaveLength(9)
  await removeDestination(ctx, { id: bossId })
  expect(await listed(bossId)).toBeUndefined()
  expect((await base.owner.query('select from alert_destination_secret where id = $1', [bossId])).rowCount).toBe(0)
  first.close()
}, 120_000)
