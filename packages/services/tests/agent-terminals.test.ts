import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revokeAgent } from '../src/agents/index.ts'
import { type Said, saleEvents } from '../src/testing/index.ts'
import { hubContext } from './audit-log-bed.ts'
import { type Bed, enrolled, newId, openIngest } from './ingest-bed.ts'

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

const configured = (at: number, ...terminals: [key: string, lane: string, address: string][]): Said => ({
  kind: 'agent.configured',
  at,
  terminals: terminals.map(([key, lane, address]) => ({
    key,
    lane,
    protocol: 'zvt',
    link: 'tcp',
    address,
    note: 'ZVT stand-in',
  })),
})

async function assignments(storeId: number) {
  const { rows } = await base.pool.query(
    `select a.agent_id, a.key, l.key as lane, a.until is null as open, t.id as terminal, t.protocol, t.address, t.note, t.serial from terminal_assignment a
     join terminal t on t.id = a.terminal_id join lane l on l.id = a.lane_id where t.store_id = $1 order by a.since, a.key`,
    [storeId],
  )
  return rows
}

async function conditions(storeId: number) {
  const { rows } = await base.pool.query(
    `select c.condition, c.reason, (extract(epoch from c.since) * 1000)::float8 as since, (extract(epoch from c.until) * 1000)::float8 as until
     from terminal_condition c join terminal t on t.id = c.terminal_id where t.store_id = $1 order by c.since, c.seq`,
    [storeId],
  )
  return rows.map(({ condition, reason, since, until }) => [condition, reason, since, until])
}

describe('lanes and terminals', () => {
  it('follow the agent’s configuration as intervals; saying it again changes nothing', async () => {
    const { agent, script } = await enrolled(base.db)
    const at = Date.now()
    const config = configured(at, ['a', '1', '10.0.0.1:20007'], ['b', '2', '10.0.0.2:20007'])
    expect((await bed.ingest.submit(agent, script.batch([config, config]))).ok).toBe(true)
    const first = await assignments(agent.storeId)
    expect(first).toMatchObject([
      { key: 'a', lane: '1', open: true, protocol: 'zvt', address: '10.0.0.1:20007', note: 'ZVT stand-in' },
      { key: 'b', lane: '2', open: true },
    ])
    const moved = configured(at + 1_000, ['a', '3', '10.0.0.9:20007'])
    const identified = { kind: 'terminal.identified', at: at + 1_001, terminal: 'a', serial: 'SN 1', model: 'H5000' }
    expect((await bed.ingest.submit(agent, script.batch([moved, identified]))).ok).toBe(true)
    expect(await assignments(agent.storeId)).toMatchObject([
      { key: 'a', lane: '1', open: false },
      { key: 'b', lane: '2', open: false },
      { key: 'a', lane: '3', open: true, terminal: first[0].terminal, address: '10.0.0.9:20007', serial: 'SN 1' },
    ])
  })

  it('are made for a key nobody configured: nothing refuses a payment’s record', async () => {
    const { agent, script } = await enrolled(base.db)
    const id = newId()
    expect((await bed.ingest.submit(agent, script.batch(saleEvents({ id, terminal: 'till-nobody-told-of-before' })))).ok).toBe(
      true,
    )
    expect(await assignments(agent.storeId)).toMatchObject([
      { key: 'till-nobody-told-of-before', lane: 'till-nobody-told-of-', open: true, protocol: 'not_told' },
    ])
    const payment = await base.pool.query('select l.key as lane from payment p join lane l on l.id = p.lane_id where p.id = $1', [
      id,
    ])
    expect(payment.rows).toEqual([{ lane: 'till-nobody-told-of-' }])
    await bed.ingest.submit(agent, script.batch([configured(Date.now() + 5_000, ['till-nobody-told-of-before', '4', 'COM3'])]))
    const rows = await assignments(agent.storeId)
    expect(rows).toMatchObject([{ open: false }, { lane: '4', open: true, protocol: 'zvt', address: 'COM3' }])
    expect(rows[0].terminal).toBe(rows[1].terminal)
  })

  it('stay the same devices when a revoked agent is replaced', async () => {
    const before = await enrolled(base.db)
    await bed.ingest.submit(before.agent, before.script.batch([configured(Date.now(), ['a', '1', 'x:1'])]))
    await revokeAgent({ ...hubContext(base.pool), db: base.db }, before.agent.id)
    const after = await enrolled(base.db, { storeId: before.agent.storeId })
    await bed.ingest.submit(after.agent, after.script.batch([configured(Date.now() + 10, ['a', '1', 'x:1'])]))
    const rows = await assignments(before.agent.storeId)
    expect(rows).toMatchObject([
      { agent_id: before.agent.id, open: false },
      { agent_id: after.agent.id, open: true },
    ])
    expect(rows[0].terminal).toBe(rows[1].terminal)
  })
})

describe('a terminal’s condition', () => {
  it('is a row of intervals that touch, across batches; told again it goes on', async () => {
    const { agent, script } = await enrolled(base.db)
    const say = (at: number, condition: string, reason?: string): Said => ({
      kind: 'terminal.condition',
      at,
      terminal: 'a',
      condition,
      ...(reason === undefined ? {} : { reason }),
    })
    await bed.ingest.submit(
      agent,
      script.batch([say(1_000, 'unreachable', 'silent'), say(2_000, 'unreachable', 'silent'), say(3_000, 'ready')]),
    )
    await bed.ingest.submit(agent, script.batch([say(4_000, 'ready')]))
    await bed.ingest.submit(agent, script.batch([say(5_000, 'ready'), say(6_000, 'needs_action', 'printer_not_ready')]))
    await bed.ingest.submit(agent, script.batch([say(7_000, 'ready')]))
    expect(await conditions(agent.storeId)).toEqual([
      ['unreachable', 'silent', 1_000, 3_000],
      ['ready', null, 3_000, 6_000],
      ['needs_action', 'printer_not_ready', 6_000, 7_000],
      ['ready', null, 7_000, null],
    ])
  })
})

describe('a payment whose events come in several batches', () => {
  it('is completed from the database by a hub that knows nothing of its beginning', async () => {
    const { agent, script } = await enrolled(base.db)
    const id = newId()
    const [opened, answered, finalised] = saleEvents({ id, amountMinor: 640, basket: 'B-9' })
    if (opened === undefined || answered === undefined || finalised === undefined) throw new Error('a sale has three events')
    await bed.ingest.submit(agent, script.batch([opened]))
    const second = await openIngest(base.pool)
    expect(await second.ingest.submit(agent, script.batch([answered]))).toMatchObject({ ok: true, highWater: 2 })
    expect((await base.pool.query('select outcome, final, basket from payment where id = $1', [id])).rows).toEqual([
      { outcome: 'approved', final: false, basket: 'B-9' },
    ])
    // The first hub still holds an old cursor: its fence lets nothing be written twice or out of order.
    expect(await bed.ingest.submit(agent, script.batch([finalised]))).toMatchObject({ ok: true, highWater: 3 })
    expect(
      (await base.pool.query('select outcome, final, basket, requested_minor, receipt from payment where id = $1', [id])).rows,
    ).toEqual([{ outcome: 'approved', final: true, basket: 'B-9', requested_minor: 640, receipt: '17' }])
    // An agent that says the end twice is counted once.
    await bed.ingest.submit(agent, script.batch([finalised]))
    expect(
      (await base.pool.query('select sales_minor, approved from sales_day where store_id = $1', [agent.storeId])).rows,
    ).toEqual([{ sales_minor: 640, approved: 1 }])
    await second.ingest.close()
  })

  it('keeps totals of an end of day', async () => {
    const { agent, script } = await enrolled(base.db)
    const totals = {
      kind: 'terminal.totals',
      terminal: 'a',
      currency: 'EUR',
      amountMinor: 12_345,
      receiptFrom: '1',
      receiptTo: '9',
      brands: [{ brand: 'girocard\u0000', count: 3, amountMinor: 12_345 }],
      resultCode: '00',
    }
    await bed.ingest.submit(agent, script.batch([totals]))
    expect(
      (await base.pool.query('select amount_minor, receipt_to, brands from terminal_totals where store_id = $1', [agent.storeId]))
        .rows,
    ).toEqual([{ amount_minor: 12_345, receipt_to: '9', brands: [{ brand: 'girocard\ufffd', count: 3, amountMinor: 12_345 }] }])
  })
})
