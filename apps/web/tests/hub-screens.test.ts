import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { revokeScreen } from '@counterfoil/services/screens'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  AT_ONCE_MS,
  enrolled,
  greet,
  type LivePage,
  newId,
  ORIGIN,
  openLive,
  type StartedHub,
  signIn,
  startHub,
  until,
} from './hub-bed.ts'
import { createSkippingClock } from './support/skipping-clock.ts'
import { openThingMaker, type ThingMaker } from './support/things.ts'

const clock = createSkippingClock()
let base: TestDatabase
let hub: StartedHub
let things: ThingMaker
beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  hub = await startHub(base, { clock })
  things = await openThingMaker({ ...base, now: () => new Date(), newId })
})
afterAll(async () => {
  await hub?.close()
  await base?.close()
})

const open = async (cookie: string): Promise<LivePage> => {
  const page = await openLive(hub.url, { origin: ORIGIN, cookie })
  expect(await page.watch({ kind: 'chain' })).toEqual({ ok: true })
  return page
}
const soldAt = (page: LivePage) => page.frames.flatMap(({ deltas }) => deltas).filter(({ payments }) => payments.length > 0)

describe('a screen on the live socket', () => {
  it('hears of the stores in its reach, without a digit of a card', async () => {
    const [koeln, rennes] = [await createStore(base.db, { country: 'DE' }), await createStore(base.db, { country: 'FR' })]
    const page = await open((await things.screen({ kind: 'country', country: 'FR' })).cookie)
    for (const { id } of [koeln, rennes]) {
      const agent = await enrolled(base, { storeId: id })
      const one = await greet(hub.url, agent)
      await one.send(agent.script.batch(saleEvents({ id: newId() })))
      one.close()
    }
    await until(() => soldAt(page).length > 0)
    expect(new Set(soldAt(page).map(({ storeId }) => storeId))).toEqual(new Set([rennes.id]))
    // The card of `saleEvents` ends in these.
    expect(soldAt(page).flatMap(({ payments }) => payments.flatMap((row) => Object.values(row)))).not.toContain('0119')
    page.close()
  })

  it('is cut off within a second when it is revoked; others stay', async () => {
    const [gone, stays] = [await things.screen(), await things.screen()]
    const pages = [await open(gone.cookie), await open(gone.cookie), await open(stays.cookie)]
    const person = await open((await signIn(base)).cookie)
    await revokeScreen(things.owner, { id: gone.id })
    await until(() => pages.slice(0, 2).every(({ events }) => events.includes('disconnect')), AT_ONCE_MS)
    expect(pages.map(({ events }) => events)).toEqual([['signed-out', 'disconnect'], ['signed-out', 'disconnect'], []])
    await expect(openLive(hub.url, { origin: ORIGIN, cookie: gone.cookie })).rejects.toMatchObject({
      data: { code: 'signed_out' },
    })
    expect(person.events).toEqual([])
    for (const page of [...pages, person]) page.close()
  })

  it('is looked up again every 30 s, should nobody say that it ended', async () => {
    const { id, cookie } = await things.screen()
    const page = await open(cookie)
    await base.pool.query('update wall_screen set last_seen_at = null where id = $1', [id])
    clock.skip(30_000)
    const seen = async () =>
      (await base.pool.query('select last_seen_at from wall_screen where id = $1', [id])).rows[0].last_seen_at
    await until(async () => (await seen()) !== null)
    expect(page.events).toEqual([])
    await base.owner.query(
      `update wall_screen set paired_at = paired_at - interval '400 days', expires_at = expires_at - interval '400 days' where id = $1`,
      [id],
    )
    clock.skip(30_000)
    await until(() => page.events.includes('disconnect'))
    expect(page.events).toEqual(['signed-out', 'disconnect'])
  })

  it('belongs to the person when their browser is a screen as well, and to the screen once they are signed out', async () => {
    const screen = await things.screen({ kind: 'stores', storeIds: [] })
    const { cookie, sessionId } = await signIn(base)
    const page = await open(`${cookie}; ${screen.cookie}`)
    await revokeScreen(things.owner, { id: screen.id })
    const other = await things.screen()
    const both = await open(`${cookie}; ${other.cookie}`)
    await base.pool.query('delete from session where id = $1', [sessionId])
    clock.skip(30_000)
    await until(() => page.events.includes('disconnect'))
    expect(both.events).toEqual([])
    await revokeScreen(things.owner, { id: other.id })
    await until(() => both.events.includes('disconnect'))
  })
})
