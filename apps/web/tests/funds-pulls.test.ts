import { addPull, listPulls } from '@counterfoil/services/funds/pulls'
import { CALM, chainReadings, type Judged, judge, ownThresholds, readChainFigures } from '@counterfoil/services/operations'
import { realClock } from '@counterfoil/services/testing'
import { deriveHubKeys } from '@counterfoil/services/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { camt, type FundsBed, openFundsBed } from '../../../packages/services/tests/funds-bed.ts'
import { pullFiles } from '../src/realtime/funds/pulls/pull-files.ts'
import { createLog } from '../src/realtime/log.ts'
import { createMetrics } from '../src/realtime/metrics.ts'
import { newId } from './hub-bed.ts'
import { openSftpServer, type SftpTestServer } from './support/open-sftp-server.ts'

const MINUTE_MS = 60_000
const PASSWORD = 'a password of the bank'
const within = { timeout: 60_000, interval: 20 }

let bed: FundsBed
let server: SftpTestServer
let puller: ReturnType<typeof pullFiles>
let skewMs = 0
/** Runs on by leaps; rounds follow each other quickly. */
const clock = {
  ...realClock,
  nowMs: () => realClock.nowMs() + skewMs,
  startTimer: (delayMs: number, fire: () => void) => realClock.startTimer(delayMs <= 2_000 ? 10 : delayMs, fire),
}
const startPuller = () =>
  pullFiles({
    pool: bed.database.pool,
    clock,
    newId,
    log: createLog('silent'),
    metrics: createMetrics(),
    keys: [deriveHubKeys(new Uint8Array(32))],
  })
const ctx = () => ({ ...bed.ctx, now: () => new Date(clock.nowMs()) })

beforeAll(async () => {
  bed = await openFundsBed()
  server = await openSftpServer({ user: 'chain', password: PASSWORD })
  puller = startPuller()
})
afterAll(async () => {
  await puller.close()
  await server.close()
  await bed.close()
})

const add = (name: string, given: Partial<Parameters<typeof addPull>[1]> = {}) =>
  addPull(ctx(), {
    name,
    host: '127.0.0.1',
    port: server.port,
    user: 'chain',
    secretKind: 'password',
    secret: PASSWORD,
    folder: `/${name}`,
    everyMinutes: 5,
    ...given,
  })
const pull = async (name: string) => (await listPulls(ctx())).find((one) => one.name === name)
/** Passes so many minutes and waits until the folder was looked at again. */
async function lookAgain(name: string, minutes = 5): Promise<void> {
  const before = (await pull(name))?.lookedAt?.getTime() ?? 0
  skewMs += minutes * MINUTE_MS
  await expect.poll(async () => (await pull(name))?.lookedAt?.getTime() ?? 0, within).toBeGreaterThan(before)
}
const received = async (name: string) =>
  (await bed.database.pool.query('select size::int4 as size, received_via as via from funds_file where name = $1', [name])).rows
const acts = async (action: string) =>
  (await bed.database.pool.query('select reason from audit_entry where action = $1', [action])).rows

describe('a folder that is fetched by SFTP', () => {
  it('gives each whole file once, also to a hub that starts anew, and keeps the key of its server', async () => {
    const text = camt({ sequence: 1 })
    server.put('/day/day.xml', text)
    server.put('/day/day.xml.part', 'unfinished')
    server.put('/day/readme.txt', 'of another kind')
    await add('day', { pattern: '*.xml' })
    await expect.poll(async () => (await pull('day'))?.lookedAt, within).not.toBeNull()
    expect(await received('day.xml')).toEqual([])
    await lookAgain('day', 1)
    expect(await received('day.xml')).toEqual([{ size: Buffer.byteLength(text), via: 'sftp' }])
    expect(await pull('day')).toMatchObject({ trouble: null, hostKey: server.fingerprint })

    await puller.close()
    puller = startPuller()
    await lookAgain('day')
    await lookAgain('day')
    expect(server.opened.filter((path) => path.startsWith('/day/'))).toEqual(['/day/day.xml'])
    expect(await received('day.xml')).toHaveLength(1)

    // A corrected file under the same name is another one.
    server.put('/day/day.xml', camt({ sequence: 2 }), 2)
    await lookAgain('day')
    await lookAgain('day', 1)
    expect(await received('day.xml')).toHaveLength(2)
  })

  it('keeps a file that is still being written until two looks find it the same', async () => {
    const whole = camt({ sequence: 3 })
    server.put('/slow/slow.xml', whole.slice(0, 200), 1)
    await add('slow')
    await expect.poll(async () => (await pull('slow'))?.lookedAt, within).not.toBeNull()
    server.put('/slow/slow.xml', whole.slice(0, 400), 2)
    await lookAgain('slow', 1)
    server.put('/slow/slow.xml', whole, 3)
    await lookAgain('slow', 1)
    expect(await received('slow.xml')).toEqual([])
    await lookAgain('slow', 1)
    expect(await received('slow.xml')).toEqual([{ size: Buffer.byteLength(whole), via: 'sftp' }])
  })

  it('takes nothing under a name that leads elsewhere', async () => {
    server.put('/odd/../evil', 'root:x:0:0')
    server.put('/odd/good.xml', camt({ sequence: 4 }))
    await add('odd')
    await expect.poll(async () => (await pull('odd'))?.lookedAt, within).not.toBeNull()
    await lookAgain('odd', 1)
    expect(await received('good.xml')).toHaveLength(1)
    expect(await received('evil')).toEqual([])
    expect(server.opened.filter((path) => path.includes('evil'))).toEqual([])
    expect((await pull('odd'))?.trouble).toBe('name_refused')
  })

  it('tells that the password is wrong, that there is no such folder, that nobody answers, and that a key is none', async () => {
    await Promise.all([
      add('wrong', { secret: 'another password' }),
      add('nowhere', { folder: '/not-there' }),
      add('silent', { port: 1 }),
      add('locked', { secretKind: 'key', secret: 'no key at all' }),
    ])
    await expect.poll(async () => (await pull('locked'))?.trouble, within).toBe('key_unreadable')
    await expect.poll(async () => (await pull('wrong'))?.trouble, within).toBe('sign_in_refused')
    await expect.poll(async () => (await pull('nowhere'))?.trouble, within).toBe('no_such_folder')
    await expect.poll(async () => (await pull('silent'))?.trouble, within).toBe('no_answer')
  })

  it('is an alert of operations after three looks that went wrong, and none any more after one that went well', async () => {
    const judged = async (before: Judged) => {
      const readings = chainReadings(await readChainFigures({ pool: bed.database.pool }))
      const reading = readings.find(({ rule, subject }) => rule === 'pull_failures' && subject === 'late')
      return reading === undefined ? null : judge(before, reading, ownThresholds.pull_failures, clock.nowMs())
    }
    await add('late')
    await expect.poll(async () => (await pull('late'))?.trouble, within).toBe('no_such_folder')
    await lookAgain('late')
    expect(await judged(CALM)).toMatchObject({ reading: { value: 2 }, change: null })
    await lookAgain('late')
    const raised = await judged(CALM)
    expect(raised).toMatchObject({ reading: { value: 3 }, change: 'raise' })
    server.put('/late/late.xml', camt({ sequence: 7 }))
    await lookAgain('late')
    expect(await judged(raised?.now ?? CALM)).toMatchObject({ reading: { value: 0 }, change: 'end' })
  })

  it('sends no password to a server that shows another key, and records it once', async () => {
    const impostor = await openSftpServer({ user: 'chain', password: PASSWORD })
    try {
      impostor.put('/taken/taken.xml', camt({ sequence: 5 }))
      await add('taken', { port: impostor.port, hostKey: server.fingerprint })
      await expect.poll(async () => (await pull('taken'))?.trouble, within).toBe('host_key_changed')
      await lookAgain('taken')
      expect(await pull('taken')).toMatchObject({ trouble: 'host_key_changed', hostKey: server.fingerprint })
      expect(impostor.connections()).toBeGreaterThanOrEqual(2)
      expect(impostor.signIns).toEqual([])
      expect(await acts('funds_pull.refused')).toEqual([{ reason: 'host_key_changed' }])
    } finally {
      await impostor.close()
    }
  })

  it('signs in with a key', async () => {
    server.put('/keyed/keyed.xml', camt({ sequence: 6 }))
    await add('keyed', { secretKind: 'key', secret: server.userKey })
    await expect.poll(async () => (await pull('keyed'))?.lookedAt, within).not.toBeNull()
    await lookAgain('keyed', 1)
    expect(await received('keyed.xml')).toHaveLength(1)
  })
})
