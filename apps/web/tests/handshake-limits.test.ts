import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { type LimitName, rateLimits, subjectOf } from '@counterfoil/services/rate-limits'
import { realClock } from '@counterfoil/services/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { enrolled, link, ORIGIN, openLive, type StartedHub, signIn, startHub, until } from './hub-bed.ts'

/** Stands, so that nobody is let go because time passes. */
const nowMs = Date.now()
const clock = { ...realClock, nowMs: () => nowMs, monotonicMs: () => 1_000_000 }
const from = (address: string) => ({ 'x-forwarded-for': address })

let base: TestDatabase
let hub: StartedHub

/** All tries but so many were made already, before this hub started. */
async function useUp(name: LimitName, address: string, left = 0): Promise<void> {
  const { burst, perMs } = rateLimits[name]
  await base.pool.query('insert into rate_bucket (subject, full_at) values ($1, $2)', [
    subjectOf(name, { address }),
    new Date(nowMs + (burst - left) * perMs),
  ])
}
const buckets = async () =>
  (await base.pool.query<{ subject: string }>('select subject from rate_bucket order by 1')).rows.map(({ subject }) => subject)

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
})
afterAll(() => base.close())
beforeEach(async () => {
  await base.pool.query('delete from rate_bucket')
  hub = await startHub(base, { clock })
  await until(async () => (await fetch(`${hub.url}/healthz`)).status === 200)
  return () => hub.close()
})

describe('greetings of agents', () => {
  const forged = () => Buffer.alloc(64)

  it('that succeed leave nothing behind, however many come', async () => {
    const agents = await Promise.all(Array.from({ length: 20 }, () => enrolled(base)))
    const answers = await Promise.all(
      agents.map(async (agent) => {
        const made = await link(hub.url, agent, from('192.0.2.7'))
        return made.hello().finally(made.close)
      }),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(20)
    expect(await buckets()).toEqual([])
  })

  it('with a wrong signature are judged until the limit, also by a hub that has just started, then no others either', async () => {
    await useUp('refusedHello', '2001:db8:1:2::1', 1)
    const [agent, other] = [await enrolled(base), await enrolled(base)]
    const greet = async (who: typeof agent, address: string, sign = who.sign) => {
      const made = await link(hub.url, who, from(address))
      return made.hello({}, sign).finally(made.close)
    }
    expect(await greet(agent, '2001:db8:1:2::5', forged)).toMatchObject({ code: 'bad_signature' })
    expect(await greet(agent, '2001:db8:1:2::6', forged)).toMatchObject({ code: 'bad_signature' })
    await until(async () => (await greet(agent, '2001:db8:1:2::7', forged)).ok === false && (await isHeld()))
    expect(await greet(other, '2001:db8:1:2::8')).toMatchObject({ ok: false, code: 'busy' })
    expect(await greet(other, '2001:db8:1:3::8')).toMatchObject({ ok: true })

    async function isHeld(): Promise<boolean> {
      return /counterfoil_agent_hellos_total\{answer="held"\} [1-9]/.test(await (await fetch(`${hub.url}/metrics`)).text())
    }
  })
})

describe('live sockets', () => {
  it('without a session are looked up until the limit; those with one cost nothing', async () => {
    const { cookie } = await signIn(base)
    await useUp('refusedLive', '192.0.2.7')
    const open = (address: string, headers: object = {}) => openLive(hub.url, { origin: ORIGIN, ...from(address), ...headers })
    ;(await open('192.0.2.7', { cookie })).close()
    expect(await buckets()).toHaveLength(1)
    await expect(open('192.0.2.7')).rejects.toMatchObject({ data: { code: 'signed_out' } })
    await until(() =>
      open('192.0.2.7').then(
        () => false,
        (error) => error.data.code === 'too_often',
      ),
    )
    await expect(open('192.0.2.7', { cookie })).rejects.toMatchObject({ data: { code: 'too_often' } })
    ;(await open('192.0.2.8', { cookie })).close()
  })
})

describe('enrolments', () => {
  it('are limited by address over restarts of the hub, before their code is looked at', async () => {
    await useUp('enrolment', '192.0.2.7')
    const post = (address: string) =>
      fetch(`${hub.url}/v1/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...from(address) },
        body: '{}',
      }).then(({ status }) => status)
    expect(await post('192.0.2.7')).toBe(429)
    expect(await post('192.0.2.8')).toBe(400)
  })
})
