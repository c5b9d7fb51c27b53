import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { recordAct } from '@counterfoil/services/audit'
import type { Clock } from '@counterfoil/services/clock'
import { addStream, listStreams } from '@counterfoil/services/streams'
import { realClock } from '@counterfoil/services/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../../apps/web/src/realtime/metrics.ts'
import { newId, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { freePort, startHubProcess } from '../../apps/web/tests/hub-process.ts'
import { type LogReceiver, receiveHttps, receiveSyslog } from './support/log-receivers.ts'
import { createAuthority } from './support/make-certificates.ts'

const SECRET = 'not-in-clear-in-the-database'
const authority = createAuthority()
const certificate = authority.issue('siem', 'IP:127.0.0.1')
/** Eight times as fast, so that a receiver that stalls is given up in two seconds. */
const hasty: Clock = {
  nowMs: () => realClock.nowMs(),
  monotonicMs: () => realClock.monotonicMs() * 8,
  startTimer: (delayMs, fire) => realClock.startTimer(delayMs / 8, fire),
}

let base: TestDatabase
let receiver: LogReceiver
beforeEach(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
})
afterEach(async () => {
  receiver.close()
  await base.close()
})

const context = () => ({ pool: base.pool, actor: { kind: 'system', name: 'test' } as const, now: () => new Date(), newId })

async function act(count: number): Promise<void> {
  for (let done = 0; done < count; done += 1)
    await recordAct(context(), base.pool, { action: 'person.enabled', target: { type: 'person', id: 'p'.repeat(200) } })
}

async function addTo(kind: 'syslog' | 'https'): Promise<void> {
  receiver = kind === 'https' ? await receiveHttps(certificate, SECRET) : await receiveSyslog(certificate)
  const address = `127.0.0.1:${receiver.port}`
  const way = kind === 'https' ? { url: `https://${address}/in`, secret: SECRET } : { url: `tls://${address}` }
  await addStream(context(), { name: kind, format: 'ocsf', ca: authority.ca, ...way })
}

const theStream = async () => (await listStreams(base))[0]
const caughtUp = async () => {
  const stream = await theStream()
  const { rows } = await base.pool.query('select count(*)::int4 as waiting from audit_queue')
  return stream?.behind === 0 && stream.stoppedAt === null && rows[0].waiting === 0
}
const firstTimes = () => [...new Set(receiver.came)]
const told = async (action: string) =>
  (await base.pool.query('select count(*)::int4 as n from audit_entry where action = $1', [action])).rows[0].n

describe.each(['syslog', 'https'] as const)('a stream of the log by %s', (kind) => {
  it('brings every entry at least once and in order, whatever the receiver does meanwhile', async () => {
    const metrics = createMetrics()
    await using hub = Object.assign(await startHub(base, { clock: hasty, metrics }), {
      [Symbol.asyncDispose]: () => hub.close(),
    })
    await until(async () => (await told('key.registered')) > 0)
    await addTo(kind)
    await act(40)
    for (const manner of ['refuse', 'cut', 'stall'] as const) {
      await until(caughtUp)
      // Before it can stop: it may have done so when all is written.
      const stops = await told('stream.stopped')
      receiver.manner = manner
      await act(60)
      await until(async () => (await told('stream.stopped')) === stops + 1 && receiver.met[manner] >= 3, 60_000)
      expect((await theStream())?.trouble).toMatch(/^[a-z0-9_]+$/)
      await until(async () => (await metrics.registry.metrics()).includes(`counterfoil_stream_stopped{stream="${kind}"} 1`))
      receiver.manner = 'take'
      await until(async () => (await told('stream.resumed')) === stops + 1, 60_000)
    }
    await until(caughtUp)
    const size = (await theStream())?.nextIndex ?? 0
    expect(size).toBeGreaterThan(220)
    expect(firstTimes()).toEqual(Array.from({ length: size }, (_, index) => index))
    expect([await told('stream.stopped'), await told('stream.resumed')]).toEqual([3, 3])
  }, 360_000)

  it('goes on where it was after the hub was killed', async () => {
    const start = async () => startHubProcess({ databaseUrl: base.url, port: await freePort() })
    const first = await start()
    await until(async () => (await told('key.registered')) > 0)
    await addTo(kind)
    await act(30)
    await until(async () => receiver.came.length >= 30)
    receiver.manner = 'stall'
    await act(30)
    await until(() => receiver.met.stall > 0)
    await first.kill('SIGKILL')
    const before = (await theStream())?.nextIndex ?? 0
    expect(before).toBeGreaterThan(0)
    receiver.manner = 'take'
    const second = await start()
    await until(async () => (await told('log.gap')) === 1 && (await caughtUp()), 40_000)
    await second.kill('SIGKILL')
    const size = (await theStream())?.nextIndex ?? 0
    expect(firstTimes()).toEqual(Array.from({ length: size }, (_, index) => index))
    const again = receiver.came.length - firstTimes().length
    expect(again).toBeLessThanOrEqual(1)
    const { rows } = await base.owner.query(`select encode(sealed, 'escape') as sealed from audit_stream_secret`)
    expect(rows.map(({ sealed }) => sealed.includes(SECRET))).toEqual(kind === 'https' ? [false] : [])
  }, 240_000)
})
