import { createStore } from '@counterfoil/db/testing'
import type { WatchScope } from '@counterfoil/protocol'
import { cutScope, isWithin, mayDo, type Reach, roles } from '@counterfoil/services/permissions'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findViewer } from '../src/realtime/live/find-viewer.ts'
import {
  enrolled,
  greet,
  type HubBed,
  type LivePage,
  newId,
  ORIGIN,
  openHubBed,
  openLive,
  signIn,
  startHub,
  until,
} from './hub-bed.ts'
import { openThingMaker, type ThingMaker } from './support/things.ts'

/** Whoever can open a live page at all: a token has no cookie to do it with. */
const watchers = roles.filter((role) => role !== 'integration_token')
let bed: HubBed
let things: ThingMaker

beforeAll(async () => {
  bed = await openHubBed()
  things = await openThingMaker({ ...bed.base, now: () => new Date(), newId })
})
afterAll(() => bed?.close())

async function openAs(role: (typeof watchers)[number], reach: Reach): Promise<LivePage> {
  const { cookie } = role === 'wall_screen' ? await things.screen(reach) : await signIn(bed.base, { access: { role, reach } })
  return openLive(bed.url, { origin: ORIGIN, cookie })
}

describe('watching', () => {
  it('tells every role, asking for every scope, of the stores in its reach and of no other', async () => {
    const [koeln, rennes] = [
      await createStore(bed.base.db, { country: 'DE', region: 'NRW' }),
      await createStore(bed.base.db, { country: 'FR', region: 'Bretagne', timeZone: 'Europe/Paris' }),
    ]
    const stores = [koeln, rennes].map(({ id, country, region }) => ({ id, country, region }))
    const reaches: Reach[] = [
      { kind: 'chain' },
      { kind: 'country', country: 'DE' },
      { kind: 'region', country: 'FR', region: 'Bretagne' },
      { kind: 'stores', storeIds: [koeln.id] },
      { kind: 'stores', storeIds: [] },
    ]
    const scopes: WatchScope[] = [
      { kind: 'chain' },
      { kind: 'country', country: 'DE' },
      { kind: 'region', country: 'FR', region: 'Bretagne' },
      { kind: 'store', storeId: koeln.id },
      { kind: 'store', storeId: rennes.id },
    ]
    const watches = watchers.flatMap((role) => reaches.flatMap((reach) => scopes.map((scope) => ({ role, reach, scope }))))
    const pages = await Promise.all(watches.map(({ role, reach }) => openAs(role, reach)))
    const answers = await Promise.all(watches.map(({ scope }, index) => pages[index]?.watch(scope)))
    expect(answers.map((answer) => answer?.ok)).toEqual(watches.map(({ role }) => mayDo(role, 'live.read')))

    const agents = [await enrolled(bed.base, { storeId: koeln.id }), await enrolled(bed.base, { storeId: rennes.id })]
    for (const agent of agents) {
      const one = await greet(bed.url, agent)
      await one.send(agent.script.batch(saleEvents({ id: newId() })))
      one.close()
    }
    const expected = watches.map(({ role, reach, scope }) =>
      stores
        .filter((store) => mayDo(role, 'live.read') && isWithin(cutScope(scope, reach), store))
        .map(({ id }) => id)
        .sort(),
    )
    const soldAt = () =>
      pages.map(({ frames }) => {
        const sold = frames.flatMap(({ deltas }) => deltas).filter(({ payments }) => payments.length > 0)
        return [...new Set(sold.map(({ storeId }) => storeId))].sort()
      })
    await until(() => JSON.stringify(soldAt()) === JSON.stringify(expected), 30_000).catch(() => {})
    expect(soldAt()).toEqual(expected)
    // Not a word of other stores either: no presence, no condition.
    const heard = pages.map(({ frames }) => new Set(frames.flatMap(({ deltas }) => deltas.map(({ storeId }) => storeId))))
    expect(heard.map((ids) => [...ids].sort())).toEqual(expected)
    for (const page of pages) page.close()
  })

  it('is for no token, wherever one puts it', async () => {
    const { token } = await things.token()
    const refused = { data: { code: 'signed_out' } }
    const headers = [
      { authorization: `Bearer ${token}` },
      { cookie: `counterfoil.session_token=${token}.x` },
      { cookie: `counterfoil.screen=${token.slice(4)}` },
    ]
    for (const header of headers) await expect(openLive(bed.url, { origin: ORIGIN, ...header })).rejects.toMatchObject(refused)
  })

  it('is refused in words that say who can change it', async () => {
    const { cookie } = await signIn(bed.base)
    const session = await findViewer({ pool: bed.base.pool, now: () => new Date() }, cookie)
    if (session === null) throw new Error('nobody is signed in')
    const role = 'integration_token'
    const hub = await startHub(bed.base, { findViewer: async () => ({ ...session, access: { ...session.access, role } }) })
    const page = await openLive(hub.url, { origin: ORIGIN, cookie })
    expect(await page.watch({ kind: 'chain' })).toEqual({
      ok: false,
      message: 'Your account may not see live figures. An administrator can change that.',
    })
    page.close()
    await hub.close()
  })
})
