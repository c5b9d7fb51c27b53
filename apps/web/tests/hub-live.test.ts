import { publishChange } from '@counterfoil/db'
import { createStore } from '@counterfoil/db/testing'
import type { StoreDelta } from '@counterfoil/protocol'
import { changeAccess } from '@counterfoil/services/permissions'
import { findSession } from '@counterfoil/services/sessions'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  AT_ONCE_MS,
  enrolled,
  greet,
  type HubBed,
  type LivePage,
  newId,
  ORIGIN,
  openHubBed,
  openLive,
  signIn,
  until,
} from './hub-bed.ts'

let bed: HubBed

beforeAll(async () => {
  bed = await openHubBed()
})
afterAll(() => bed?.close())

const deltasOf = (page: LivePage, storeId: number): StoreDelta[] =>
  page.frames.flatMap(({ deltas }) => deltas).filter((delta) => delta.storeId === storeId)

describe('who may watch', () => {
  it.each([
    ['another origin', { origin: 'http://evil.test' }],
    ['no origin', {}],
  ])('nobody from %s, though the cookie is good', async (_what, headers) => {
    const { cookie } = await signIn(bed.base)
    await expect(openLive(bed.url, { cookie, ...headers })).rejects.toThrow()
  })

  it('nobody without a session', async () => {
    await expect(openLive(bed.url, { origin: ORIGIN })).rejects.toMatchObject({ data: { code: 'signed_out' } })
    await expect(
      openLive(bed.url, { origin: ORIGIN, cookie: 'counterfoil.session_token=aaaaaaaaaaaaaaaaaaaaaaaa.x' }),
    ).rejects.toMatchObject({ data: { code: 'signed_out' } })
  })

  it.each([
    ['over', { expiresInMs: -1_000 }],
    ['of an account without the second factor', { twoFactor: false }],
    ['that has not shown the second factor', { secondFactor: false }],
  ])('nobody with a session %s', async (_what, given) => {
    const { cookie } = await signIn(bed.base, given)
    await expect(openLive(bed.url, { origin: ORIGIN, cookie })).rejects.toMatchObject({ data: { code: 'signed_out' } })
  })

  it('nobody at all beside the two namespaces', async () => {
    const { cookie } = await signIn(bed.base)
    for (const path of ['', '/', '/nothing']) {
      await expect(openLive(bed.url, { origin: ORIGIN, cookie }, path)).rejects.toThrow()
    }
  })

  it('a person with both factors, until the session ends', async () => {
    const { cookie, sessionId } = await signIn(bed.base)
    const page = await openLive(bed.url, { origin: ORIGIN, cookie })
    expect(await page.watch({ kind: 'chain' })).toEqual({ ok: true })
    expect(await page.watch({ kind: 'moon' })).toMatchObject({ ok: false })
    await bed.base.pool.query('delete from session where id = $1', [sessionId])
    await publishChange(bed.base.db, { entity: 'session', id: sessionId })
    await until(() => page.events.includes('disconnect'), AT_ONCE_MS)
    expect(page.events).toEqual(['signed-out', 'disconnect'])
  })

  it('until their account is disabled, with every page they have open, within a second', async () => {
    const { cookie, userId } = await signIn(bed.base)
    const other = await signIn(bed.base)
    const pages = [await openLive(bed.url, { origin: ORIGIN, cookie }), await openLive(bed.url, { origin: ORIGIN, cookie })]
    const stays = await openLive(bed.url, { origin: ORIGIN, cookie: other.cookie })
    await bed.base.pool.query(`update "user" set state = 'disabled', disabled_at = now() where id = $1`, [userId])
    await publishChange(bed.base.db, { entity: 'user', id: userId })
    await until(() => pages.every(({ events }) => events.includes('disconnect')), AT_ONCE_MS)
    for (const { events } of pages) expect(events).toEqual(['signed-out', 'disconnect'])
    await expect(openLive(bed.url, { origin: ORIGIN, cookie })).rejects.toMatchObject({ data: { code: 'signed_out' } })
    expect(stays.socket.connected).toBe(true)
    stays.close()
  })

  it('and stay when something else of their account or session changed, with the reach they have then', async () => {
    const french = await createStore(bed.base.db, { country: 'FR', region: 'Bretagne', timeZone: 'Europe/Paris' })
    const [berlin, rennes] = [await enrolled(bed.base), await enrolled(bed.base, { storeId: french.id })]
    const { cookie, userId, sessionId } = await signIn(bed.base)
    const page = await openLive(bed.url, { origin: ORIGIN, cookie })
    await page.watch({ kind: 'chain' })
    await changeAccess(bed.base, userId, { role: 'operations', reach: { kind: 'country', country: 'FR' } })
    await publishChange(bed.base.db, { entity: 'user', id: userId })
    await publishChange(bed.base.db, { entity: 'session', id: sessionId })
    // NOTIFYs are heard in order: once the third has closed this page, the first two were heard as well.
    const last = await signIn(bed.base)
    const lastPage = await openLive(bed.url, { origin: ORIGIN, cookie: last.cookie })
    await bed.base.pool.query('delete from session where id = $1', [last.sessionId])
    await publishChange(bed.base.db, { entity: 'session', id: last.sessionId })
    await until(() => lastPage.events.includes('disconnect'), AT_ONCE_MS)
    for (const agent of [berlin, rennes]) {
      const one = await greet(bed.url, agent)
      await one.send(agent.script.batch(saleEvents({ id: newId() })))
      one.close()
    }
    await until(() => deltasOf(page, rennes.storeId).some(({ payments }) => payments.length > 0))
    expect(deltasOf(page, berlin.storeId)).toEqual([])
    expect(page.events).toEqual([])
    page.close()
  })

  it('who went away for fifteen minutes, as a wall screen would', async () => {
    const { cookie, sessionId } = await signIn(bed.base)
    await bed.base.pool.query(`update session set last_action_at = now() - interval '15 minutes' where id = $1`, [sessionId])
    const session = await findSession({ pool: bed.base.pool, now: () => new Date() }, cookie)
    expect(session).toMatchObject({ sessionId, idle: true, access: { role: 'wall_screen' } })
    const page = await openLive(bed.url, { origin: ORIGIN, cookie })
    expect(await page.watch({ kind: 'chain' })).toEqual({ ok: true })
    page.close()
  })

  it('but no administrator who has shown a passkey and nothing beside it', async () => {
    const { cookie, sessionId } = await signIn(bed.base, { access: { role: 'administrator', reach: { kind: 'chain' } } })
    await bed.base.pool.query(`update session set factors = '{passkey}' where id = $1`, [sessionId])
    await expect(openLive(bed.url, { origin: ORIGIN, cookie })).rejects.toMatchObject({ data: { code: 'signed_out' } })
  })

  it('and who says more than "watch" is cut off', async () => {
    const { cookie } = await signIn(bed.base)
    const page = await openLive(bed.url, { origin: ORIGIN, cookie })
    page.socket.emit('pay', { amountMinor: 1 })
    await until(() => page.socket.disconnected)
  })
})

describe('what they hear', () => {
  it('is the new values of the stores they watch, and nothing of others', async () => {
    const french = await createStore(bed.base.db, { country: 'FR', region: 'Bretagne', timeZone: 'Europe/Paris' })
    const [berlin, rennes] = [await enrolled(bed.base), await enrolled(bed.base, { storeId: french.id })]
    const { cookie } = await signIn(bed.base)
    const open = async (scope: unknown) => {
      const page = await openLive(bed.url, { origin: ORIGIN, cookie })
      await page.watch(scope)
      return page
    }
    const pages = {
      chain: await open({ kind: 'chain' }),
      germany: await open({ kind: 'country', country: 'DE' }),
      bretagne: await open({ kind: 'region', country: 'FR', region: 'Bretagne' }),
      rennes: await open({ kind: 'store', storeId: french.id }),
    }
    const [one, two] = [await greet(bed.url, berlin), await greet(bed.url, rennes)]
    const id = newId()
    const condition = { kind: 'terminal.condition', terminal: 'zvt-1', condition: 'needs_action', reason: 'printer_not_ready' }
    await one.send(berlin.script.batch([...saleEvents({ id, amountMinor: 990 }), condition]))
    await two.send(rennes.script.batch(saleEvents({ id: newId(), outcome: 'declined' })))
    await until(
      () =>
        deltasOf(pages.chain, berlin.storeId).some(({ payments }) => payments.length > 0) &&
        deltasOf(pages.chain, berlin.storeId).some(({ agents }) => agents.length > 0) &&
        deltasOf(pages.rennes, french.id).some(({ days }) => days.length > 0),
    )

    const all = deltasOf(pages.chain, berlin.storeId)
    const told = all.find(({ days }) => days.length > 0)
    expect(told?.days).toMatchObject([{ currency: 'EUR', salesMinor: 990, approved: 1, declined: 0, unknownOpen: 0 }])
    expect(told?.methods).toMatchObject([
      { scheme: 'girocard', funding: 'debit', wallet: null, salesMinor: 990, approved: 1, finished: 1 },
    ])
    expect(told?.minutes).toHaveLength(1)
    expect(told?.minutes[0]?.slice(1, 4)).toEqual(['EUR', 990, 1])
    expect(told?.payments).toMatchObject([
      { id, storeId: berlin.storeId, terminalKey: 'zvt-1', amountMinor: 990, outcome: 'approved' },
    ])
    // Some of those who watch may see no digit of a card, so nobody is told one here.
    expect(told?.payments.flatMap((row) => Object.values(row))).not.toContain('0119')
    expect(told?.terminals).toMatchObject([{ key: 'zvt-1', condition: 'needs_action', reason: 'printer_not_ready' }])
    expect(all.flatMap(({ agents }) => agents)).toMatchObject([{ agentId: berlin.id, connected: true }])

    // Revisions follow each other without a hole, from the store's first one on.
    const revs = all.map(({ fromRev, rev }) => [fromRev, rev])
    expect(revs[0]?.[0]).toBe(0)
    for (const [index, [fromRev]] of revs.entries()) if (index > 0) expect(fromRev).toBe(revs[index - 1]?.[1])
    const held = (await bed.base.pool.query('select rev from store_rev where store_id = $1', [berlin.storeId])).rows[0].rev
    expect(revs.at(-1)?.[1]).toBe(held)

    expect(deltasOf(pages.rennes, french.id).find(({ days }) => days.length > 0)?.days).toMatchObject([
      { salesMinor: 0, declined: 1 },
    ])
    expect(deltasOf(pages.rennes, berlin.storeId)).toEqual([])
    expect(deltasOf(pages.bretagne, berlin.storeId)).toEqual([])
    expect(deltasOf(pages.bretagne, french.id).length).toBeGreaterThan(0)
    expect(deltasOf(pages.germany, french.id)).toEqual([])
    expect(deltasOf(pages.germany, berlin.storeId).length).toBeGreaterThan(0)
    for (const page of Object.values(pages)) page.close()
    one.close()
    two.close()
  })

  it('comes at most four times a second, however many commits there are', async () => {
    const agent = await enrolled(bed.base)
    const { cookie } = await signIn(bed.base)
    const page = await openLive(bed.url, { origin: ORIGIN, cookie })
    await page.watch({ kind: 'store', storeId: agent.storeId })
    const one = await greet(bed.url, agent)
    const startedMs = Date.now()
    let sales = 0
    while (Date.now() - startedMs < 1_500) {
      expect((await one.send(agent.script.batch(saleEvents({ id: newId(), amountMinor: 1 })))).ok).toBe(true)
      sales += 1
    }
    await until(() => deltasOf(page, agent.storeId).at(-1)?.days[0]?.salesMinor === sales)
    expect(sales).toBeGreaterThan(20)
    const lastedMs = (page.arrivedMs.at(-1) ?? 0) - startedMs
    expect(page.frames.length).toBeLessThanOrEqual(Math.ceil(lastedMs / 250) + 1)
    const deltas = deltasOf(page, agent.storeId)
    for (const [index, { fromRev }] of deltas.entries()) if (index > 0) expect(fromRev).toBe(deltas[index - 1]?.rev)
    page.close()
    one.close()
  })

  it('includes payments without an outcome, and the day they are settled', async () => {
    const agent = await enrolled(bed.base)
    const { cookie } = await signIn(bed.base)
    const page = await openLive(bed.url, { origin: ORIGIN, cookie })
    await page.watch({ kind: 'store', storeId: agent.storeId })
    const one = await greet(bed.url, agent)
    const id = newId()
    const [opened, answered, finalised] = saleEvents({ id, amountMinor: 700 })
    await one.send(
      agent.script.batch([
        opened,
        { kind: 'payment.unknown', terminal: 'zvt-1', payment: id, stage: 'asking', why: 'link_lost', transcript: [] },
      ] as never),
    )
    await until(() =>
      deltasOf(page, agent.storeId).some(({ payments }) =>
        payments.some((row) => row.outcome === 'unknown' && row.stage === 'asking'),
      ),
    )
    await one.send(agent.script.batch([answered, { ...finalised, recovered: true }] as never))
    await until(() => deltasOf(page, agent.storeId).some(({ days }) => days[0]?.salesMinor === 700 && days[0].unknownOpen === 0))
    expect(deltasOf(page, agent.storeId).at(-1)?.payments).toMatchObject([
      { id, outcome: 'approved', recovered: true, stage: null },
    ])
    page.close()
    one.close()
  })
})
