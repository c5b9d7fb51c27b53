import { createStore } from '@counterfoil/db/testing'
import type { WatchScope } from '@counterfoil/protocol'
import { cutScope, isWithin, mayDo, personRoles, type Reach, type Role, roles } from '@counterfoil/services/permissions'
import { findSession } from '@counterfoil/services/sessions'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enrolled, greet, type HubBed, type LivePage, newId, ORIGIN, openHubBed, openLive, signIn, until } from './hub-bed.ts'

/** Accounts are people's; tokens and screens are put in the place of one. */
const things = new Map<string, Role>()
let bed: HubBed

beforeAll(async () => {
  bed = await openHubBed((base) => async (cookie) => {
    const session = await findSession({ pool: base.pool, now: () => new Date() }, cookie)
    const role = things.get(session?.userId ?? '')
    return session === null || role === undefined ? session : { ...session, access: { ...session.access, role } }
  })
})
afterAll(() => bed?.close())

async function openAs(role: Role, reach: Reach): Promise<LivePage> {
  const isPerson = (given: Role): given is (typeof personRoles)[number] => personRoles.some((one) => one === given)
  const { cookie, userId } = await signIn(bed.base, { access: { role: isPerson(role) ? role : 'auditor', reach } })
  if (!isPerson(role)) things.set(userId, role)
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
    const watches = roles.flatMap((role) => reaches.flatMap((reach) => scopes.map((scope) => ({ role, reach, scope }))))
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
    await until(() => JSON.stringify(soldAt()) === JSON.stringify(expected), 10_000).catch(() => {})
    expect(soldAt()).toEqual(expected)
    // Not a word of other stores either: no presence, no condition.
    const heard = pages.map(({ frames }) => new Set(frames.flatMap(({ deltas }) => deltas.map(({ storeId }) => storeId))))
    expect(heard.map((ids) => [...ids].sort())).toEqual(expected)
    for (const page of pages) page.close()
  })

  it('is refused in words that say who can change it', async () => {
    const page = await openAs('integration_token', { kind: 'chain' })
    expect(await page.watch({ kind: 'chain' })).toEqual({
      ok: false,
      message: 'Your account may not see live figures. An administrator can change that.',
    })
    page.close()
  })
})
