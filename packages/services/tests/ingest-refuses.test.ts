import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saleEvents, scriptAgent } from '../src/testing/index.ts'
import { type Bed, contents, enrolled, newId, openIngest, until } from './ingest-bed.ts'

let base: TestDatabase
let bed: Bed

beforeAll(async () => {
  base = await openTestDatabase()
  bed = await openIngest(base.pool)
})
afterAll(async () => {
  await bed?.ingest.close()
  await base?.close()
})

async function notes(agentId: number, kind: string) {
  return (await base.pool.query('select detail from hub_event where agent_id = $1 and kind = $2', [agentId, kind])).rows.map(
    ({ detail }) => detail,
  )
}

describe('what an agent reports of itself', () => {
  it('is kept like any event and stands in the notes of the hub: events lost, alerts raised', async () => {
    const { agent, script } = await enrolled(base.db)
    const gap = { kind: 'agent.gap', class: 'debug', count: 3, firstSeq: 1, lastSeq: 2, fromMs: 1, toMs: 2, why: 'disk' } as const
    const alert = { kind: 'agent.alert', code: 'cannot_record', state: 'raised', detail: 'The disk is full.' } as const
    const envelope = { v: 1, at: 1_795_183_328_118, mono: 1, boot: newId() } as const
    const batch = script.batch([
      { ...envelope, ...gap },
      { ...envelope, ...alert },
    ])
    expect(await bed.ingest.submit(agent, batch)).toMatchObject({ ok: true, highWater: 2 })
    await until(async () => (await notes(agent.id, 'agent.alert_raised')).length === 1)
    expect(await notes(agent.id, 'agent.alert_raised')).toMatchObject([{ alerts: [{ seq: 2, code: 'cannot_record' }] }])
    expect(await notes(agent.id, 'agent.gap')).toMatchObject([{ gaps: [{ seq: 1, class: 'debug', count: 3, why: 'disk' }] }])
    const { rows } = await base.pool.query('select kind, understood from event where agent_id = $1 order by seq', [agent.id])
    expect(rows).toEqual([
      { kind: 'agent.gap', understood: true },
      { kind: 'agent.alert', understood: true },
    ])
  })
})

describe('a stream that does not fit', () => {
  it('with a gap is told where to go on', async () => {
    const { agent, script } = await enrolled(base.db)
    const first = script.batch(saleEvents({ id: newId() }))
    const second = script.batch(saleEvents({ id: newId() }))
    const third = script.batch(saleEvents({ id: newId() }))
    expect(await bed.ingest.submit(agent, first)).toMatchObject({ ok: true })
    expect(await bed.ingest.submit(agent, third)).toMatchObject({ ok: false, code: 'gap', resendFrom: 4 })
    expect(await bed.ingest.submit(agent, second)).toMatchObject({ ok: true, highWater: 6 })
    expect(await bed.ingest.submit(agent, third)).toMatchObject({ ok: true, highWater: 9 })
  })

  it('that forks is refused and written down, whether the other past is old, newest or yet to come', async () => {
    const { agent, script, sign } = await enrolled(base.db)
    await bed.ingest.submit(agent, script.batch(saleEvents({ id: newId() })))
    await bed.ingest.submit(agent, script.batch(saleEvents({ id: newId() })))
    const before = await contents(base.pool)
    const copy = scriptAgent({ uid: agent.uid, sign })
    expect(await bed.ingest.submit(agent, copy.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: false, code: 'fork' })
    expect(await bed.ingest.submit(agent, copy.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: false, code: 'fork' })
    expect(await bed.ingest.submit(agent, copy.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: false, code: 'fork' })
    expect(await contents(base.pool)).toEqual(before)
    await until(async () => (await notes(agent.id, 'fork')).length === 1)
    expect(await bed.ingest.submit(agent, script.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: true, highWater: 9 })
  })

  it('fails alone: neighbours in the same group are written', async () => {
    const bad = await enrolled(base.db)
    const good = await Promise.all(Array.from({ length: 6 }, () => enrolled(base.db)))
    const first = bad.script.batch(saleEvents({ id: newId() }))
    // Somebody else moves the stream under the hub's feet: what the hub holds of it is wrong when the group is written.
    await bed.ingest.submit(bad.agent, first)
    await base.owner.query(`update agent_stream set high_water = 2 where agent_id = $1`, [bad.agent.id])
    const second = bad.script.batch(saleEvents({ id: newId() }))
    const answers = await Promise.all([
      bed.ingest.submit(bad.agent, second),
      ...good.map(({ agent, script }) => bed.ingest.submit(agent, script.batch(saleEvents({ id: newId() })))),
    ])
    expect(answers[0]).toMatchObject({ ok: false, code: 'gap', resendFrom: 3 })
    for (const answer of answers.slice(1)) expect(answer).toMatchObject({ ok: true, highWater: 3 })
  })
})

describe('a body', () => {
  it('of an unknown kind, or that nobody can read, is kept as it came, acknowledged and written down', async () => {
    const { agent, script } = await enrolled(base.db)
    const payment = newId()
    const bodies = [
      `{"at":1700000000000,"boot":"00000000-0000-7000-8000-000000000000","kind":"payment.blessed","mono":1,"payment":"${payment}","v":1}`,
      'not json at all \u0000 \u{1F4B3}',
      '{"kind":"payment.finalised","b":1,"a":2}',
      '[]',
      '',
      '{"at":-5,"kind":"agent.started"}',
      '['.repeat(20_000),
    ]
    expect(await bed.ingest.submit(agent, script.batchOfBodies(bodies))).toEqual({ ok: true, highWater: 7, head: script.head })
    const rows = await base.pool.query('select kind, understood, payment_id, body from event where agent_id = $1 order by seq', [
      agent.id,
    ])
    expect(rows.rows.map(({ body }) => body.toString('utf8'))).toEqual(bodies)
    expect(rows.rows.every(({ understood }) => understood === false)).toBe(true)
    expect(rows.rows[0]).toMatchObject({ kind: 'payment.blessed', payment_id: payment })
    expect(rows.rows[1]).toMatchObject({ kind: 'unreadable', payment_id: null })
    await until(async () => (await notes(agent.id, 'event.not_understood')).length === 1)
    expect((await notes(agent.id, 'event.not_understood'))[0]).toMatchObject({ count: 7 })
  })

  it('that carries U+0000 where a column is text still becomes a payment', async () => {
    const { agent, script } = await enrolled(base.db)
    const id = newId()
    expect(await bed.ingest.submit(agent, script.batch(saleEvents({ id, basket: 'A\u0000B' })))).toMatchObject({ ok: true })
    expect((await base.pool.query('select basket, outcome from payment where id = $1', [id])).rows).toEqual([
      { basket: 'A\ufffdB', outcome: 'approved' },
    ])
  })

  it('that PostgreSQL refuses a row of is kept without being counted, and stops nobody', async () => {
    await base.owner.query(`create function refuse_basket() returns trigger language plpgsql as $$ begin
      if new.basket = 'POISON' then raise exception 'poisoned' using errcode = '22000'; end if; return new; end $$`)
    await base.owner.query('create trigger poison before insert on payment for each row execute function refuse_basket()')
    const bad = await enrolled(base.db)
    const good = await Promise.all(Array.from({ length: 4 }, () => enrolled(base.db)))
    const poisoned = bad.script.batch(saleEvents({ id: newId(), basket: 'POISON' }))
    const after = bad.script.batch(saleEvents({ id: newId() }))
    const answers = await Promise.all([
      bed.ingest.submit(bad.agent, poisoned),
      bed.ingest.submit(bad.agent, after),
      ...good.map(({ agent, script }) => bed.ingest.submit(agent, script.batch(saleEvents({ id: newId() })))),
    ])
    for (const answer of answers) expect(answer.ok).toBe(true)
    const events = await base.pool.query('select understood from event where agent_id = $1 order by seq', [bad.agent.id])
    expect(events.rows.map(({ understood }) => understood)).toEqual([false, false, false, true, true, true])
    const days = await base.pool.query('select approved from sales_day where store_id = any($1)', [
      [bad.agent.storeId, ...good.map(({ agent }) => agent.storeId)],
    ])
    expect(days.rows).toEqual([1, 1, 1, 1, 1].map((approved) => ({ approved })))
    expect(bed.troubles.some((trouble) => trouble.includes('kept without being counted'))).toBe(true)
    await base.owner.query('drop trigger poison on payment')
  })
})

describe('a revoked agent', () => {
  it('is heard and counted nowhere; the same batch is kept once', async () => {
    const { agent, script } = await enrolled(base.db, { state: 'revoked' })
    const batch = script.batch(saleEvents({ id: newId() }))
    const answer = { ok: true, highWater: 3, head: script.head, quarantined: true }
    expect(await bed.ingest.submit(agent, batch)).toEqual(answer)
    expect(await bed.ingest.submit(agent, batch)).toEqual(answer)
    const kept = await base.pool.query('select reason, batch from quarantined_batch where agent_id = $1', [agent.id])
    expect(kept.rows).toMatchObject([{ reason: 'agent_revoked', batch }])
    expect((await base.pool.query('select count(*)::int as n from event where agent_id = $1', [agent.id])).rows[0].n).toBe(0)
    expect(await bed.ingest.submit(agent, { ...batch, signature: script.sign({ ...batch, count: 2 }).signature })).toMatchObject({
      code: 'bad_signature',
    })
  })
})
