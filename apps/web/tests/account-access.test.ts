import { createStore } from '@counterfoil/db/testing'
import { changeAccess } from '@counterfoil/services/permissions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EnrolledAccount, enrolAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

describe('what an account may do', () => {
  let dashboard: TestDashboard
  let enrolled: EnrolledAccount
  let userId: string
  const stores: number[] = []
  beforeAll(async () => {
    dashboard = await openDashboard()
    enrolled = await enrolAccount(dashboard)
    userId = (await enrolled.browser.person())?.id ?? ''
    for (const country of ['DE', 'FR']) stores.push((await createStore(dashboard.database.db, { country })).id)
  })
  afterAll(() => dashboard[Symbol.asyncDispose]())

  const services = () => dashboard.runtime.systemServices('test')
  const ask = (path: string, input: unknown) => enrolled.browser.post(`/api/trpc/${path}`, { json: input })
  const statuses = async () =>
    Promise.all([
      ...stores.map(async (storeId) => (await ask('stores.get', { storeId })).status),
      ask('payments.list', { filter: { scope: { kind: 'chain' } } }).then(({ status }) => status),
    ])

  it('is everything in the whole chain for the one made by the set-up link', async () => {
    expect((await enrolled.browser.person())?.access).toEqual({ role: 'administrator', reach: { kind: 'chain' } })
    expect(await statuses()).toEqual([200, 200, 200])
  })

  it('is what its row says from the next request on, in a session that was there before', async () => {
    await changeAccess(services(), userId, { role: 'technician', reach: { kind: 'country', country: 'DE' } })
    expect(await statuses()).toEqual([200, 404, 403])
    await changeAccess(services(), userId, { role: 'auditor', reach: { kind: 'stores', storeIds: stores.slice(1) } })
    expect(await statuses()).toEqual([404, 200, 200])
    await changeAccess(services(), userId, { role: 'auditor', reach: { kind: 'stores', storeIds: [] } })
    expect(await statuses()).toEqual([404, 404, 200])
  })

  it('cannot be said by whoever asks', async () => {
    const answer = await enrolled.browser.post('/api/trpc/stores.get', {
      json: { storeId: stores[0], role: 'administrator', reach: { kind: 'chain' } },
    })
    expect(answer.status).toBe(400)
  })

  it('changes for accounts only', async () => {
    await expect(changeAccess(services(), 'nobody', { role: 'administrator', reach: { kind: 'chain' } })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it.each([
    [`role = 'wall_screen'`, 'no person'],
    [`reach = 'moon'`, 'no part of a chain'],
    [`reach = 'country', reach_store_ids = '{}'`, 'no country named'],
    [`reach = 'chain', reach_country = 'DE', reach_store_ids = '{}'`, 'chain and country at once'],
    [`reach_store_ids = null`, 'no list'],
  ])('is never %s (%s)', async (change) => {
    await expect(dashboard.database.pool.query(`update "user" set ${change} where id = $1`, [userId])).rejects.toThrow('check')
  })
})
