import { createPool } from '@counterfoil/db'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECTIONS, rebuildProjections } from '../src/rebuild/index.ts'
import { saleEvents } from '../src/testing/index.ts'
import { hubContext } from './audit-log-bed.ts'
import { enrolled, newId, openIngest } from './ingest-bed.ts'
import { type MovableClock, openMovableClock } from './movable-clock.ts'
import { type History, recordHistory } from './recorded-history.ts'

let base: TestDatabase
let clock: MovableClock
let history: History

beforeAll(async () => {
  base = await openTestDatabase()
  clock = await openMovableClock(base)
  history = await recordHistory(base, clock, Math.ceil(Date.now() / 60_000) * 60_000)
})
afterAll(async () => {
  await clock?.pool.end()
  await base?.close()
})

const check = async (store?: string) => {
  const pool = createPool({ url: base.url, max: 1, role: 'verifier' })
  try {
    return await rebuildProjections({ pool, by: 'check', store })
  } finally {
    await pool.end()
  }
}
const rebuild = () => rebuildProjections({ pool: base.owner, by: hubContext(base.pool) })
const contents = async () =>
  Promise.all(
    PROJECTIONS.map(async ({ table, key, aside }) => {
      const { rows } = await base.owner.query(`select * from ${table} order by ${key.join(', ')}`)
      return [table, rows.map((row) => ({ ...row, ...Object.fromEntries(aside.map((name) => [name, null])) }))] as const
    }),
  )

describe('a rebuild', () => {
  it('gives identical tables: clocks that jumped, repeats, epochs, a successor and unknown kinds included', async () => {
    const before = await contents()
    for (const [table, rows] of before) expect([table, rows.length > 0]).toEqual([table, true])
    const report = await check()
    expect(report.differences).toEqual([])
    expect(report).toMatchObject({ stores: 2, notCounted: 2 })
    const { rows } = await base.owner.query('select count(*)::int as n from event')
    expect(report.events).toBe(rows[0].n)
    expect((await rebuild()).counts).toMatchObject(Object.fromEntries(PROJECTIONS.map(({ table }) => [table, 0])))
    expect(await contents()).toEqual(before)
  })

  it.each([
    ['payment', "update payment set outcome = 'declined' where final and outcome = 'approved'", { what: 'differs' }],
    ['payment', 'update payment set cashback_minor = 5 where final', { what: 'differs' }],
    ['payment', 'delete from payment where final', { what: 'missing' }],
    ['sales_minute', 'update sales_minute set sales_minor = sales_minor + 1', { what: 'differs' }],
    ['sales_minute', "update sales_minute set scheme = 'visa'", { what: 'extra' }],
    ['sales_day', 'update sales_day set approved = approved + 1', { what: 'differs' }],
    ['sales_day', 'delete from sales_day', { what: 'missing' }],
    ['terminal_condition', "update terminal_condition set since = since - interval '1 second'", { what: 'differs' }],
    ['terminal_condition', 'delete from terminal_condition', { what: 'missing' }],
    ['terminal_totals', 'update terminal_totals set amount_minor = 1', { what: 'differs' }],
    ['agent_stream', 'update agent_stream set high_water = high_water + 1', { what: 'differs' }],
  ])('names and puts right a row of %s after: %s', async (table, sql, expected) => {
    const before = await contents()
    const where = sql.includes(' where ') ? 'and' : 'where'
    const { rowCount } = await base.owner.query(`${sql} ${where} ctid in (select ctid from ${table} ${wanted(sql)} limit 1)`)
    expect(rowCount).toBeGreaterThan(0)
    const tampered = await contents()
    const found = await check()
    expect(found.differences).toEqual(expect.arrayContaining([expect.objectContaining({ table, ...expected })]))
    expect(found.differences.every((difference) => difference.table === table)).toBe(true)
    expect(found.counts[table]).toBe(found.differences.length)
    expect(await contents()).toEqual(tampered)
    const put = await rebuild()
    expect(put.differences).toEqual(found.differences)
    expect(await contents()).toEqual(before)
    expect((await check()).differences).toEqual([])
  })

  it('of one store leaves the others alone, and an unknown store is refused', async () => {
    const [first, second] = history.stores
    await base.owner.query('update sales_day set declined = declined + 1 where store_id = $1', [second?.id])
    expect((await check(first?.code)).differences).toEqual([])
    expect((await check(second?.code)).counts.sales_day).toBeGreaterThan(0)
    await rebuild()
    await expect(check('no such')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('raises the revision of a store it changed, and of no other', async () => {
    const revs = async () => (await base.owner.query('select store_id, rev from store_rev order by 1')).rows.map(({ rev }) => rev)
    const before = await revs()
    await base.owner.query('update sales_day set declined = declined + 1 where store_id = $1', [history.stores[0]?.id])
    await rebuild()
    expect((await revs()).map((rev, index) => rev - before[index])).toEqual([1, 0])
  })

  it('beside an ingest at work loses nothing and finds nothing wrong', async () => {
    const bed = await openIngest(base.pool)
    const { agent, script } = await enrolled(base.db, { storeId: history.stores[0]?.id ?? 0 })
    let going = true
    const work = (async () => {
      while (going) {
        const answer = await bed.ingest.submit(agent, script.batch(saleEvents({ id: newId() })))
        if (!answer.ok) throw new Error(answer.message)
      }
    })()
    for (let round = 0; round < 6; round += 1) {
      await base.owner.query("update payment set reason = 'tampered' where id = (select min(id::text)::uuid from payment)")
      const report = round % 2 === 0 ? await rebuild() : await check()
      expect(report.counts).toMatchObject({ payment: 1, sales_minute: 0, sales_day: 0, terminal_condition: 0, agent_stream: 0 })
    }
    await rebuild()
    going = false
    await work
    expect((await check()).differences).toEqual([])
    expect(bed.troubles).toEqual([])
    await bed.ingest.close()
  })
})

/** The same rows the statement itself wants. */
function wanted(sql: string): string {
  return /where .*$/.exec(sql)?.[0] ?? ''
}
