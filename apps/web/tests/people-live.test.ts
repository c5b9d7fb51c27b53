import { createStore } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import { changePersonAccess, disablePerson, endPersonSessions, resetPerson } from '@counterfoil/services/people'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  AT_ONCE_MS,
  enrolled,
  greet,
  type HubBed,
  newId,
  ORIGIN,
  openHubBed,
  openLive,
  type SignedIn,
  signIn,
  startHub,
  until,
} from './hub-bed.ts'
import { createSkippingClock } from './support/skipping-clock.ts'

let bed: HubBed
beforeAll(async () => {
  bed = await openHubBed()
  await signIn(bed.base, { access: { role: 'administrator', reach: { kind: 'chain' } } })
})
afterAll(() => bed?.close())

const services = (): ServiceContext => ({
  db: bed.base.db,
  pool: bed.base.pool,
  actor: { kind: 'system', name: 'test' },
  now: () => new Date(),
  newId,
})
const somebody = () => signIn(bed.base, { access: { role: 'operations', reach: { kind: 'chain' } } })
const openFor = async ({ cookie }: SignedIn) => {
  const page = await openLive(bed.url, { origin: ORIGIN, cookie })
  await page.watch({ kind: 'chain' })
  return page
}

describe('an open live page', () => {
  it.each([
    ['is disabled', (id: string) => disablePerson(services(), { id })],
    ['is reset', (id: string) => resetPerson(services(), { id })],
    ['is signed out', (id: string) => endPersonSessions(services(), { id })],
  ])('closes within a second once its person %s', async (_how, change) => {
    const [person, other] = [await somebody(), await somebody()]
    const pages = [await openFor(person), await openFor(person), await openFor(other)]
    await change(person.userId)
    await until(() => pages.slice(0, 2).every(({ events }) => events.includes('disconnect')), AT_ONCE_MS)
    expect(pages.map(({ events }) => events.includes('signed-out'))).toEqual([true, true, false])
    for (const page of pages) page.close()
  })

  it('follows its person’s reach within a second', async () => {
    const [inside, outside] = [
      await createStore(bed.base.db, { country: 'DE' }),
      await createStore(bed.base.db, { country: 'FR' }),
    ]
    const agents = [await enrolled(bed.base, { storeId: inside.id }), await enrolled(bed.base, { storeId: outside.id })]
    const person = await somebody()
    const page = await openFor(person)
    const witness = await openFor(await somebody())
    const sellIn = async () => {
      for (const agent of agents) {
        const one = await greet(bed.url, agent)
        await one.send(agent.script.batch(saleEvents({ id: newId() })))
        one.close()
      }
    }
    const sold = ({ frames }: typeof page, storeId: number) =>
      frames.flatMap(({ deltas }) => deltas).filter((delta) => delta.storeId === storeId && delta.payments.length > 0).length
    await sellIn()
    await until(() => sold(page, inside.id) === 1 && sold(page, outside.id) === 1)

    await changePersonAccess(services(), { id: person.userId, role: 'operations', reach: { kind: 'country', country: 'DE' } })
    // Where the hub hears of it in order, one more change and its effect show that the first was heard.
    const marker = await somebody()
    const markerPage = await openFor(marker)
    await disablePerson(services(), { id: marker.userId })
    await until(() => markerPage.events.includes('disconnect'), AT_ONCE_MS)

    await sellIn()
    await until(() => sold(page, inside.id) === 2 && sold(witness, outside.id) === 2)
    expect(sold(page, outside.id)).toBe(1)
    expect(page.events).toEqual([])
    page.close()
    witness.close()
  })
})

describe('the hub', () => {
  it('disables accounts nobody used for 90 days when it starts and every day after', async () => {
    const longAgo = new Date(Date.now() - 90 * 24 * 3_600_000 - 1_000)
    const forget = async () => {
      const { userId } = await somebody()
      await bed.base.pool.query('update "user" set created_at = $2, last_seen_at = $2 where id = $1', [userId, longAgo])
      return userId
    }
    const stateOf = async (id: string) =>
      (await bed.base.pool.query('select state, disabled_reason from "user" where id = $1', [id])).rows[0]
    const disabled = { state: 'disabled', disabled_reason: 'unused' }
    const first = await forget()
    const clock = createSkippingClock()
    const { close } = await startHub(bed.base, { clock })
    try {
      await until(async () => (await stateOf(first)).state === 'disabled')
      expect(await stateOf(first)).toEqual(disabled)
      const next = await forget()
      clock.skip(23 * 3_600_000)
      expect((await stateOf(next)).state).toBe('active')
      clock.skip(3_600_000)
      await until(async () => (await stateOf(next)).state === 'disabled')
      expect(await stateOf(next)).toEqual(disabled)
    } finally {
      await close()
    }
  })
})
