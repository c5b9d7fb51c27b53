import { createKeyPair, type KeyPair, signText } from '@counterfoil/audit'
import { type Change, subscribeToChanges } from '@counterfoil/db'
import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { type EnrolRequest, enrolmentText } from '@counterfoil/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  beatHubNode,
  createJoinCode,
  endHubNode,
  enrolAgent,
  findAgent,
  recordPresence,
  revokeAgent,
} from '../src/agents/index.ts'
import type { ServiceContext } from '../src/index.ts'
import { enrolled, newId, until } from './ingest-bed.ts'

let base: TestDatabase
let ctx: ServiceContext
let nowMs = Date.now()

beforeAll(async () => {
  base = await openTestDatabase()
  ctx = { db: base.db, pool: base.pool, actor: { kind: 'system', name: 'test' }, now: () => new Date(nowMs), newId }
  await createInstallation(base.db)
})
afterAll(() => base?.close())

function request(code: string, pair: KeyPair = createKeyPair(), signer: KeyPair = pair): EnrolRequest {
  const unsigned = {
    code,
    publicKey: pair.publicKey,
    name: 'back office',
    host: { hostname: 'pc-1', platform: 'linux-x64', version: '0.1.0' },
  }
  return { ...unsigned, signature: signText(signer.privateKey, enrolmentText(unsigned)) }
}

describe('enrolment', () => {
  it('lets one agent in with one code: key and stream are kept, the code is not', async () => {
    const store = await createStore(base.db, { name: 'Hamburg Hbf' })
    const { code, expiresAt } = await createJoinCode(ctx, store.id)
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{10}$/)
    expect(expiresAt.getTime() - nowMs).toBe(30 * 60_000)
    const pair = createKeyPair()
    const answer = await enrolAgent(ctx, request(code, pair))
    expect(answer).toMatchObject({ ok: true, epoch: 1, store: { code: store.code, name: 'Hamburg Hbf' } })
    const agent = answer.ok ? await findAgent(ctx, answer.agentId) : null
    expect(agent).toMatchObject({ storeId: store.id, state: 'active', epoch: 1, name: 'back office' })
    const stream = await base.pool.query('select high_water, head from agent_stream where agent_id = $1', [agent?.id])
    expect(stream.rows).toEqual([{ high_water: 0, head: Buffer.alloc(32) }])
    const kept = JSON.stringify((await base.pool.query('select * from join_code')).rows)
    expect(kept).not.toContain(code.slice(4))
    expect(await enrolAgent(ctx, request(code))).toMatchObject({ ok: false, code: 'code_used' })
    const next = await createJoinCode(ctx, store.id)
    expect(await enrolAgent(ctx, request(next.code, pair))).toMatchObject({ ok: false, code: 'key_in_use' })
    expect(await enrolAgent(ctx, request(next.code))).toMatchObject({ ok: true })
  })

  it('begins the numbering of a PC that was enrolled before in the epoch after its outbox’s newest', async () => {
    const { code } = await createJoinCode(ctx, (await createStore(base.db)).id)
    const pair = createKeyPair()
    const { signature: _, ...first } = request(code, pair)
    const again = { ...first, afterEpoch: 4 }
    expect(await enrolAgent(ctx, { ...again, signature: request(code, pair).signature })).toMatchObject({ code: 'bad_signature' })
    const answer = await enrolAgent(ctx, { ...again, signature: signText(pair.privateKey, enrolmentText(again)) })
    expect(answer).toMatchObject({ ok: true, epoch: 5 })
    const agent = answer.ok ? await findAgent(ctx, answer.agentId) : null
    const streams = await base.pool.query('select epoch from agent_stream where agent_id = $1', [agent?.id])
    expect(streams.rows).toEqual([{ epoch: 5 }])
  })

  it('kills a code at the fifth wrong try, even for who knows it', async () => {
    const { code } = await createJoinCode(ctx, (await createStore(base.db)).id)
    const wrong = code.slice(0, 4) + (code.endsWith('222222') ? '333333' : '222222')
    for (let tries = 1; tries <= 5; tries += 1)
      expect(await enrolAgent(ctx, request(wrong))).toMatchObject({ ok: false, code: 'wrong_code' })
    expect(await enrolAgent(ctx, request(wrong))).toMatchObject({ ok: false, code: 'code_locked' })
    expect(await enrolAgent(ctx, request(code))).toMatchObject({ ok: false, code: 'code_locked' })
  })

  it('gives many wrong tries at once no more than five', async () => {
    const { code } = await createJoinCode(ctx, (await createStore(base.db)).id)
    const wrong = code.slice(0, 4) + (code.endsWith('222222') ? '333333' : '222222')
    const answers = await Promise.all(Array.from({ length: 12 }, () => enrolAgent(ctx, request(wrong))))
    expect(answers.filter((answer) => !answer.ok && answer.code === 'wrong_code')).toHaveLength(5)
    expect(answers.filter((answer) => !answer.ok && answer.code === 'code_locked')).toHaveLength(7)
  })

  it('one code lets one of many in, though they come at once', async () => {
    const { code } = await createJoinCode(ctx, (await createStore(base.db)).id)
    const answers = await Promise.all(Array.from({ length: 4 }, () => enrolAgent(ctx, request(code))))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  })

  it('refuses a code after 30 minutes, an unknown one, a foreign signature and nonsense', async () => {
    const store = await createStore(base.db)
    const { code } = await createJoinCode(ctx, store.id)
    nowMs += 30 * 60_000 + 1
    expect(await enrolAgent(ctx, request(code))).toMatchObject({ ok: false, code: 'code_expired' })
    expect(await enrolAgent(ctx, request('2222222222'))).toMatchObject({ ok: false, code: 'wrong_code' })
    const fresh = await createJoinCode(ctx, store.id)
    expect(await enrolAgent(ctx, request(fresh.code, createKeyPair(), createKeyPair()))).toMatchObject({
      ok: false,
      code: 'bad_signature',
    })
    expect(await enrolAgent(ctx, { ...request(fresh.code), more: 1 })).toMatchObject({ ok: false, code: 'malformed' })
    expect(await enrolAgent(ctx, null)).toMatchObject({ ok: false, code: 'malformed' })
    await expect(createJoinCode(ctx, 999_999)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('revoking', () => {
  it('is told to the hub at once, and only the first time', async () => {
    const { agent } = await enrolled(base.db)
    const changes: Change[] = []
    let listening = false
    const feed = subscribeToChanges(
      base.url,
      (change) => changes.push(change),
      () => {
        listening = true
      },
    )
    await until(() => listening)
    await revokeAgent(ctx, agent.id)
    await revokeAgent(ctx, agent.id)
    await until(() => changes.length > 0)
    await feed.close()
    expect(changes).toEqual([{ entity: 'agent', id: String(agent.id) }])
    expect((await findAgent(ctx, agent.uid))?.state).toBe('revoked')
    await expect(revokeAgent(ctx, 999_999)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('presence', () => {
  const [here, there] = [newId(), newId()]
  const intervals = async (agentId: number) =>
    (
      await base.pool.query(
        'select connected, until is null as open, node_id as node from agent_presence where agent_id = $1 order by since',
        [agentId],
      )
    ).rows
  const seenOf = ({ id, storeId }: { id: number; storeId: number }, greeting = 1) => ({
    agentId: id,
    storeId,
    connected: true,
    waiting: 0,
    oldestMs: 0,
    greeting,
  })

  it('keeps intervals, and raises the store’s revision only when something changed', async () => {
    const { agent } = await enrolled(base.db)
    const seen = seenOf(agent)
    const [first] = await recordPresence(ctx, here, [seen])
    expect(first).toMatchObject({ connected: true, rev: 1 })
    const [again] = await recordPresence(ctx, here, [seen])
    expect(again).toMatchObject({ rev: null, sinceMs: first?.sinceMs })
    expect((await recordPresence(ctx, here, [{ ...seen, waiting: 7, oldestMs: 900 }]))[0]).toMatchObject({
      rev: 2,
      waiting: 7,
      sinceMs: first?.sinceMs,
    })
    expect((await recordPresence(ctx, here, [{ ...seen, connected: false }]))[0]).toMatchObject({ rev: 3, connected: false })
    expect((await recordPresence(ctx, here, [seen]))[0]).toMatchObject({ rev: 4, connected: true })
    expect(await intervals(agent.id)).toEqual([
      { connected: true, open: false, node: here },
      { connected: false, open: false, node: null },
      { connected: true, open: true, node: here },
    ])
  })

  it('of an agent that has moved to another hub is not ended by what the first one tells late', async () => {
    const { agent } = await enrolled(base.db)
    await recordPresence(ctx, here, [seenOf(agent, 1)])
    expect((await recordPresence(ctx, there, [seenOf(agent, 2)]))[0]).toMatchObject({ superseded: false, rev: null })
    for (const connected of [true, false])
      expect((await recordPresence(ctx, here, [{ ...seenOf(agent, 1), connected, waiting: 5 }]))[0]).toMatchObject({
        superseded: true,
        rev: null,
      })
    expect(await intervals(agent.id)).toEqual([{ connected: true, open: true, node: there }])
    // Nor does a sign of life that was on its way bring it back after its last connection has ended.
    await recordPresence(ctx, there, [{ ...seenOf(agent, 2), connected: false }])
    expect((await recordPresence(ctx, here, [seenOf(agent, 1)]))[0]).toMatchObject({ superseded: true })
    expect((await intervals(agent.id)).at(-1)).toEqual({ connected: false, open: true, node: null })
  })

  it('told by two hubs at the same moment ends as the newest greeting says', async () => {
    const agents = await Promise.all(Array.from({ length: 12 }, async () => (await enrolled(base.db)).agent))
    for (let round = 1; round <= 20; round += 1) {
      await Promise.all([
        recordPresence(
          ctx,
          here,
          agents.map((agent) => ({ ...seenOf(agent, 2 * round - 2), connected: false })),
        ),
        recordPresence(
          ctx,
          there,
          agents.toReversed().map((agent) => seenOf(agent, 2 * round - 1)),
        ),
      ])
      for (const agent of agents)
        expect((await intervals(agent.id)).filter(({ open }) => open)).toEqual([{ connected: true, open: true, node: there }])
      await Promise.all([
        recordPresence(
          ctx,
          here,
          agents.map((agent) => seenOf(agent, 2 * round)),
        ),
        recordPresence(
          ctx,
          there,
          agents.map((agent) => ({ ...seenOf(agent, 2 * round - 1), connected: false })),
        ),
      ])
      for (const agent of agents)
        expect((await intervals(agent.id)).filter(({ open }) => open)).toEqual([{ connected: true, open: true, node: here }])
    }
  })

  it('of a hub that ended without a word is ended by another, unless the agent is elsewhere meanwhile', async () => {
    const [dead, alive] = [
      { id: newId(), host: 'dead' },
      { id: newId(), host: 'alive' },
    ]
    const age = (id: string, seconds: number) =>
      base.pool.query(`update hub_node set seen_at = now() - make_interval(secs => $2) where id = $1`, [id, seconds])
    await beatHubNode(ctx, dead)
    await beatHubNode(ctx, alive)
    const [stayed, moved] = [(await enrolled(base.db)).agent, (await enrolled(base.db)).agent]
    await recordPresence(ctx, dead.id, [seenOf(stayed, 1), seenOf(moved, 2)])
    await recordPresence(ctx, alive.id, [seenOf(moved, 3)])
    const about = (ids: readonly { agentId: number }[]) => ids.filter(({ agentId }) => [stayed.id, moved.id].includes(agentId))
    expect(about(await beatHubNode(ctx, alive))).toEqual([])
    await age(dead.id, 16)
    // A hub that was away itself, as after an outage of the database, judges nobody yet.
    await age(alive.id, 20)
    expect(await beatHubNode(ctx, alive)).toEqual([])
    expect(about(await beatHubNode(ctx, alive))).toMatchObject([{ agentId: stayed.id, connected: false, rev: 2 }])
    expect((await intervals(stayed.id)).at(-1)).toEqual({ connected: false, open: true, node: null })
    expect((await intervals(moved.id)).at(-1)).toEqual({ connected: true, open: true, node: alive.id })
    expect(await beatHubNode(ctx, alive)).toEqual([])
    await endHubNode(ctx, alive.id)
    expect((await base.pool.query('select from hub_node where id = $1', [alive.id])).rowCount).toBe(0)
  })
})
