import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createAgent,
  createInstallation,
  createStore,
  createTerminal,
  openTestDatabase,
  type TestDatabase,
} from '@counterfoil/db/testing'
import { ownThresholds } from '@counterfoil/services/operations'
import { realClock } from '@counterfoil/services/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { HubParts } from '../src/realtime/hub-parts.ts'
import { count, type StartedHub, startHub, until } from './hub-bed.ts'

const SECRET = 'the secret of the webhook, 32 or more'

interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly status: number
}

/** A receiver on a real socket that answers what it is told to. */
async function openReceiver(answers: (nth: number) => number) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      const status = answers(received.length)
      received.push({ headers: request.headers, body, status })
      // A redirect must lead nowhere.
      response.writeHead(status, status === 307 ? { location: '/elsewhere' } : {}).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    received,
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Runs 200 times as fast, so that a minute is a moment; what it tells the database stays now. */
const hasty = {
  ...realClock,
  monotonicMs: () => realClock.monotonicMs() * 200,
  startTimer: (delayMs: number, fire: () => void) => realClock.startTimer(delayMs / 200, fire),
}

let base: TestDatabase
let share = 0.5
let hubs: StartedHub[] = []
beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
})
afterEach(async () => {
  await Promise.all(hubs.map((hub) => hub.close()))
  hubs = []
})
afterAll(() => base?.close())

async function start(url: URL | null, hub = 'hub-1:4000'): Promise<StartedHub> {
  const machine: HubParts['machine'] = {
    disks: [{ place: 'database', path: '/' }],
    readDisk: async () => ({ freeBytes: share * 1e9, sizeBytes: 1e9 }),
    backups: null,
    replica: null,
  }
  // Only what the test is about.
  const thresholds = new Map([['disk_free', ownThresholds.disk_free] as const])
  const webhook = url && { url, secret: SECRET, ca: null }
  const started = await startHub(base, { clock: hasty, machine, alerts: { hub, thresholds, webhook } })
  hubs.push(started)
  return started
}

const alerts = async () =>
  (await base.pool.query('select subject, ended_at, ended_why, worst_value, raise_at from operations_alert order by raised_at'))
    .rows

describe('a disk that fills up', () => {
  it('raises one alert of two hubs that share a name, keeps it while the value is between, and ends it', async () => {
    await Promise.all([start(null), start(null)])
    await until(async () => (await count(base, 'hub_node', 'true')) === 2)
    expect(await alerts()).toEqual([])
    share = 0.08
    await until(async () => (await alerts()).length === 1)
    share = 0.05
    await until(async () => (await alerts())[0]?.worst_value === 0.05)
    share = 0.12
    await until(async () => (await count(base, 'operations_alert', 'last_value = 0.12')) === 1)
    const judgedAt = (await base.pool.query('select judged_at from operations_alert')).rows[0].judged_at
    await until(
      async () => (await count(base, 'operations_alert', "judged_at > $1::timestamptz + interval '500 ms'", judgedAt)) === 1,
    )
    expect(await alerts()).toMatchObject([{ subject: 'hub-1:4000 database', ended_at: null, worst_value: 0.05, raise_at: 0.1 }])
    share = 0.5
    await until(async () => (await alerts())[0]?.ended_why === 'good')
    expect(await alerts()).toHaveLength(1)
    expect(await count(base, 'operations_notice', 'true')).toBe(0)
  })

  it('is told to a webhook, signed, until it was taken, across a restart, and the end after the beginning', async () => {
    const receiver = await openReceiver((nth) => [500, 307, 200][nth] ?? 204)
    share = 0.01
    const first = await start(receiver.url)
    await until(() => receiver.received.length >= 1)
    await first.close()
    hubs = []
    share = 0.9
    await start(receiver.url)
    // What the first hub held is free again when its minute is over; then the wait after each failure.
    const released = async () => {
      await base.pool.query('update operations_notice set due_at = now() where taken_at is null')
      return receiver.received.some(({ body }) => body.includes('alert.ended'))
    }
    await until(released, 60_000)
    await until(async () => (await count(base, 'operations_notice', 'taken_at is null')) === 0)

    for (const { headers, body } of receiver.received) {
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', SECRET).update(signed).digest('base64')}`)
      expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(120)
      expect(body).not.toContain(SECRET)
    }
    const told = receiver.received.map(({ body, status }) => ({ status, ...JSON.parse(body) }))
    const taken = told.filter(({ status }) => status >= 200 && status < 300)
    expect(taken.map(({ type }) => type)).toEqual(['alert.raised', 'alert.ended'])
    expect(told.slice(0, 3).map(({ status, type }) => [status, type])).toEqual([
      [500, 'alert.raised'],
      [307, 'alert.raised'],
      [200, 'alert.raised'],
    ])
    expect(new Set(receiver.received.slice(0, 3).map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(taken[0]).toMatchObject({
      data: { rule: 'disk_free', subject: 'hub-1:4000 database', severity: 'critical', value: 0.01, raiseAt: 0.1, endedAt: null },
    })
    expect(taken[1]).toMatchObject({ data: { alert: taken[0].data.alert, value: 0.9, endedWhy: 'good' } })
    await receiver.close()
  })

  it('of a hub that is gone ends by another hub, which says that nobody sees it any more', async () => {
    share = 0.01
    const gone = await start(null, 'hub-gone:4000')
    await until(async () => (await count(base, 'operations_alert', "subject like 'hub-gone%'")) === 1)
    await gone.close()
    hubs = []
    await base.pool.query("update operations_alert set judged_at = now() - interval '11 minutes' where ended_at is null")
    share = 0.9
    await start(null, 'hub-left:4000')
    await until(async () => (await count(base, 'operations_alert', "subject like 'hub-gone%' and ended_why = 'not_seen'")) === 1)
  })
})

describe('a store that is offline', () => {
  it('is one alert and one message, however many terminals it has, and ends as one', async () => {
    const store = await createStore(base.db)
    const { agent } = await createAgent(base.db, { storeId: store.id })
    for (const lane of ['1', '2', '3', '4']) {
      const { terminal } = await createTerminal(base.db, { storeId: store.id, agentId: agent.id, key: `t${lane}`, lane })
      await base.owner.query(
        `insert into terminal_condition (terminal_id, since, condition, agent_id, epoch, seq) values ($1, now() - interval '5 minutes', 'unreachable', $2, 1, 1)`,
        [terminal.id, agent.id],
      )
    }
    const present = async (connected: boolean, agoSeconds: number) => {
      await base.owner.query('update agent_presence set until = now() where agent_id = $1 and until is null', [agent.id])
      await base.owner.query(
        'insert into agent_presence (agent_id, since, connected) values ($1, now() - make_interval(secs => $3), $2)',
        [agent.id, connected, agoSeconds],
      )
    }
    await present(false, 60)
    const receiver = await openReceiver(() => 204)
    const { store_offline, device_unwell } = ownThresholds
    const thresholds = new Map([['store_offline', store_offline] as const, ['device_unwell', device_unwell] as const])
    const alerting = { hub: 'hub-1:4000', thresholds, webhook: { url: receiver.url, secret: SECRET, ca: null } }
    hubs.push(await startHub(base, { clock: hasty, alerts: alerting, watchesHealth: true }))
    await until(() => receiver.received.length === 1)
    const told = () =>
      receiver.received.map(({ body }) => JSON.parse(body)).map(({ type, data }) => [type, data.rule, data.subject])
    // Three looks more, and nothing else is told of its four terminals.
    const looks = async () =>
      (await base.pool.query('select judged_at from operations_alert where ended_at is null')).rows[0]?.judged_at
    for (let nth = 0; nth < 3; nth += 1) {
      const before = Number(await looks())
      await until(async () => Number(await looks()) > before)
    }
    expect(told()).toEqual([['alert.raised', 'store_offline', store.code]])
    // It is back, its terminals are not: now they are the cause.
    await present(true, 0)
    await until(() => receiver.received.length === 3)
    expect(told().slice(1).sort()).toEqual([
      ['alert.ended', 'store_offline', store.code],
      ['alert.raised', 'device_unwell', `${store.code} unreachable`],
    ])
    await receiver.close()
  })
})
