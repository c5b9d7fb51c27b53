import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clearRates, demandRate, rateLimits, takeRate, waitForRate } from '../src/rate-limits/index.ts'

let base: TestDatabase
let nowMs = Date.UTC(2026, 10, 27, 12)
const now = () => new Date(nowMs)
const limit = { burst: 3, perMs: 1_000 }
const take = (subject: string) => takeRate({ pool: base.pool, now }, subject, limit)

beforeAll(async () => {
  base = await openTestDatabase()
})
afterAll(() => base.close())
beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 27, 12)
  await base.owner.query('delete from rate_bucket')
})

describe('a limit', () => {
  it('lets so many through at once, then one per interval, each subject for itself', async () => {
    for (let times = 0; times < 3; times += 1) expect(await take('a')).toEqual({ ok: true })
    expect(await take('a')).toEqual({ ok: false, retryAfterMs: 1_000 })
    expect(await take('b')).toEqual({ ok: true })
    nowMs += 999
    expect(await take('a')).toEqual({ ok: false, retryAfterMs: 1 })
    nowMs += 1
    expect(await take('a')).toEqual({ ok: true })
    expect(await take('a')).toEqual({ ok: false, retryAfterMs: 1_000 })
    nowMs += 100_000
    for (let times = 0; times < 3; times += 1) expect(await take('a')).toEqual({ ok: true })
    expect(await take('a')).toMatchObject({ ok: false })
  })

  it('lets no more through when all come at once over several connections', async () => {
    const taken = await Promise.all(Array.from({ length: 40 }, () => take('crowd')))
    expect(taken.filter(({ ok }) => ok)).toHaveLength(3)
    for (const one of taken) if (!one.ok) expect(one.retryAfterMs).toBe(1_000)
  })

  it('is not used up by those it refuses', async () => {
    for (let times = 0; times < 50; times += 1) await take('a')
    nowMs += 1_000
    expect(await take('a')).toEqual({ ok: true })
  })

  it('tells when there is one again without taking it, as whoever takes one is told', async () => {
    const { burst, perMs } = rateLimits.refusedBearer
    const wait = () => waitForRate({ pool: base.pool, now }, 'refusedBearer', { id: 'a' })
    const takeOne = () => takeRate({ pool: base.pool, now }, 'refusedBearer:a', rateLimits.refusedBearer)
    for (let times = 0; times < burst; times += 1) {
      expect(await wait()).toBe(0)
      await takeOne()
    }
    for (const passed of [0, 700, perMs - 701]) {
      nowMs += passed
      expect(await takeOne()).toEqual({ ok: false, retryAfterMs: await wait() })
    }
    expect(await wait()).toBe(1)
    nowMs += 1
    expect(await wait()).toBe(0)
    nowMs -= 3_600_000
    expect(await wait()).toBe(0)
    expect(await takeOne()).toEqual({ ok: true })
  })

  it('recovers from a clock that was an hour ahead', async () => {
    nowMs += 3_600_000
    for (let times = 0; times < 3; times += 1) await take('a')
    nowMs -= 3_600_000
    expect(await take('a')).toEqual({ ok: true })
    expect(await take('a')).toEqual({ ok: false, retryAfterMs: 1_000 })
    nowMs += 1_000
    expect(await take('a')).toEqual({ ok: true })
  })

  it('is forgotten when all of it may be used again, and not before', async () => {
    await take('a')
    const count = async () => (await base.pool.query('select from rate_bucket')).rowCount
    nowMs += 999
    await clearRates({ pool: base.pool, now })
    expect(await count()).toBe(1)
    nowMs += 1
    await clearRates({ pool: base.pool, now })
    expect(await count()).toBe(0)
  })
})

describe('a verb under a limit', () => {
  const demand = (address: string) => demandRate({ pool: base.pool, now }, 'setupLink', { address })

  it('is refused with the time to wait, for a whole IPv6 network together', async () => {
    for (let host = 1; host <= rateLimits.setupLink.burst; host += 1) await demand(`2001:db8:1:2::${host.toString(16)}`)
    await expect(demand('2001:db8:1:2:ffff::1')).rejects.toMatchObject({
      code: 'too_many',
      reason: 'too_often',
      retryAfterMs: 3_000,
      message: 'That was too often in a short time. Try again in 3 s.',
    })
    await demand('2001:db8:1:3::1')
  })
})
