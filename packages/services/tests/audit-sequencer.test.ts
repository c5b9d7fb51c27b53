import { rootOf } from '@counterfoil/audit'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTree, recordAct, sequenceEntries } from '../src/audit/index.ts'
import { inTransaction } from '../src/in-transaction.ts'
import { ACT, hubContext, naiveRoot, readLog, recordMany, sequenceAll } from './audit-log-bed.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await openTestDatabase()
})
afterEach(() => database.close())

/** Every recorded entry has one place, the places follow each other, and the tree is the naive one over them. */
async function expectWhole(entries: number): Promise<void> {
  const log = await readLog(database)
  expect(log.sound).toBe(true)
  expect(log.indexes).toEqual(Array.from({ length: entries }, (_, index) => index))
  expect(new Set(log.entries).size).toBe(entries)
  const { rows } = await database.owner.query('select count(*)::int4 as n from audit_entry')
  expect(rows).toEqual([{ n: entries }])
  const tree = await readTree(database.pool)
  expect(tree.size).toBe(BigInt(entries))
  expect(rootOf(tree).equals(naiveRoot(log.hashes))).toBe(true)
  const tiles = await database.owner.query(
    'select tile::int4 as tile, hashes, root from audit_tile where level = 0 order by tile',
  )
  expect(tiles.rows.map(({ tile }) => tile)).toEqual(Array.from({ length: Math.floor(entries / 256) }, (_, tile) => tile))
  for (const { tile, hashes, root } of tiles.rows) {
    const under = log.hashes.slice(tile * 256, tile * 256 + 256)
    expect(hashes.equals(Buffer.concat(under))).toBe(true)
    expect(root.equals(naiveRoot(under))).toBe(true)
  }
}

describe('the sequencer', () => {
  it('gives each entry one place, in the order they were recorded, at most so many at once', async () => {
    await recordMany(database.pool, 600)
    const sizes: (bigint | null)[] = []
    for (;;) {
      const { recordedAtMs, size } = await sequenceEntries(database, { most: 256 })
      if (recordedAtMs.length === 0) break
      sizes.push(size)
    }
    expect(sizes).toEqual([256n, 512n, 600n])
    await expectWhole(600)
    const { rows } = await database.owner.query('select id from audit_entry order by recorded_at, id')
    expect((await readLog(database)).entries).toEqual(rows.map(({ id }) => id))
  })

  it('takes what commits late after what began later', async () => {
    const ctx = hubContext(database.pool)
    const late = await database.pool.connect()
    try {
      await late.query('begin')
      await recordAct(ctx, late, ACT)
      await recordMany(database.pool, 3)
      await sequenceAll(database.pool)
      expect((await readLog(database)).entries).toHaveLength(3)
      await late.query('commit')
    } finally {
      late.release()
    }
    await sequenceAll(database.pool)
    await expectWhole(4)
  })

  it('leaves an act that was undone without a place', async () => {
    const ctx = hubContext(database.pool)
    await recordMany(database.pool, 1)
    const undone = inTransaction(ctx, async (client) => {
      await recordAct(ctx, client, ACT)
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    await sequenceAll(database.pool)
    await expectWhole(1)
  })

  it('works beside others, while many act and commit in any order: none is lost, none twice, the log never forks', async () => {
    let acting = true
    const act = async (turns: number, most: number) => {
      for (let turn = 0; turn < turns; turn += 1) await recordMany(database.pool, 1 + ((turn * 7) % most))
    }
    const sequence = async (most: number) => {
      while (acting) await sequenceEntries(database, { most })
    }
    const sequencers = [3, 50, 256].map(sequence)
    await Promise.all([act(25, 5), act(10, 40), act(40, 2), act(15, 20)])
    acting = false
    await Promise.all(sequencers)
    await sequenceAll(database.pool)
    const { rows } = await database.owner.query('select count(*)::int4 as n from audit_entry')
    await expectWhole(rows[0].n)
  })

  it('does nothing while another is at it', async () => {
    await recordMany(database.pool, 2)
    const other = await database.pool.connect()
    try {
      await other.query('begin')
      await other.query('select pg_advisory_xact_lock(4017014)')
      expect(await sequenceEntries(database, { most: 256 })).toEqual({ busy: true, recordedAtMs: [], size: null })
    } finally {
      await other.query('rollback')
      other.release()
    }
    expect(await sequenceEntries(database, { most: 256 })).toMatchObject({ busy: false, size: 2n })
  })

  it('that dies before any of its statements has done nothing, and the next one does it all', async () => {
    await recordMany(database.pool, 250)
    await sequenceAll(database.pool)
    await recordMany(database.pool, 10)
    let deaths = 0
    for (let statement = 1; ; statement += 1) {
      const dying = dyingPool(database, statement)
      const outcome = await sequenceEntries({ pool: dying }, { most: 256 }).catch((error: Error) => error)
      if (!(outcome instanceof Error)) break
      deaths += 1
      expect((await readTree(database.pool)).size).toBe(250n)
      expect((await database.owner.query('select from audit_queue')).rowCount).toBe(10)
    }
    // Begin, lock, tree, queue, the tile's first hashes, all that is written, commit.
    expect(deaths).toBe(7)
    await expectWhole(260)
  })

  it('will not lengthen a tree that somebody else has moved', async () => {
    await recordMany(database.pool, 2)
    await database.owner.query('alter table audit_tree disable trigger user')
    await sequenceAll(database.pool)
    await database.owner.query('update audit_tree set size = 1, frontier = substr(frontier, 1, 32)')
    await recordMany(database.pool, 1)
    await expect(sequenceEntries(database, { most: 256 })).rejects.toThrow('audit_leaf_pkey')
    expect((await database.owner.query('select from audit_queue')).rowCount).toBe(1)
  })
})

/** A pool whose connection is cut just before its nth statement reaches the server. */
function dyingPool({ pool, owner }: TestDatabase, nth: number): pg.Pool {
  let count = 0
  const connect = async () => {
    const client = await pool.connect()
    const { rows } = await client.query('select pg_backend_pid() as pid')
    return new Proxy(client, {
      get(target, name) {
        if (name === 'query')
          return async (text: string, values?: unknown[]) => {
            count += 1
            if (count === nth) await owner.query('select pg_terminate_backend($1, 5000)', [rows[0].pid])
            return target.query(text, values)
          }
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
  return { connect } as unknown as pg.Pool
}
