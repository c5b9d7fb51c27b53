import { createPool } from '@counterfoil/db'
import { createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuildProjections } from '../src/rebuild/index.ts'
import { saleEvents } from '../src/testing/index.ts'
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

/** A PC before and after it was enrolled again, and a payment that it began before and ended after. */
async function reEnrolled() {
  const store = await createStore(base.db)
  const before = await enrolled(base.db, { storeId: store.id, epoch: 1 })
  const after = await enrolled(base.db, { storeId: store.id, epoch: 2 })
  const id = newId()
  const [opened, answered, finalised] = saleEvents({ id, basket: 'B-77' })
  if (opened === undefined || answered === undefined || finalised === undefined) throw new Error('a sale has three events')
  const say = async (of: typeof before, event: typeof opened, outlived: boolean) =>
    expect(await bed.ingest.submit({ ...of.agent, outlived }, of.script.batch([event]))).toMatchObject({ ok: true })
  return {
    store,
    opened: (outlived = true) => say(before, opened, outlived),
    answered: () => say(after, answered, false),
    finalised: () => say(after, finalised, false),
    async contents() {
      const payment =
        'select basket, outcome, final, agent_id, last_epoch, authorised_minor::int4 as authorised from payment where id = $1'
      const day = 'select approved::int4 as approved, sales_minor::int4 as sales from sales_day where store_id = $1'
      return {
        payment: (await base.pool.query(payment, [id])).rows[0],
        day: (await base.pool.query(day, [store.id])).rows,
        differing: await differing(store.code),
      }
    },
    ended: {
      payment: {
        basket: 'B-77',
        outcome: 'approved',
        final: true,
        agent_id: after.agent.id,
        last_epoch: 2,
        authorised: 1_250,
      },
      day: [{ approved: 1, sales: 1_250 }],
      differing: [],
    },
  }
}

async function differing(store: string) {
  const pool = createPool({ url: base.url, max: 1, role: 'verifier' })
  try {
    return (await rebuildProjections({ pool, by: 'check', store })).differences
  } finally {
    await pool.end()
  }
}

describe('a payment that an enrolment began and the one after it ended', () => {
  it('is the same when its beginning is delivered last, and a rebuild finds nothing else', async () => {
    const { opened, answered, finalised, contents, ended } = await reEnrolled()
    await answered()
    await finalised()
    await opened()
    expect(await contents()).toEqual(ended)
  })

  it('is the same when its beginning comes between, while the hub has it in memory', async () => {
    const { opened, answered, finalised, contents, ended } = await reEnrolled()
    await answered()
    await opened()
    await finalised()
    expect(await contents()).toEqual(ended)
  })

  it('is the same in the order of things', async () => {
    const { opened, answered, finalised, contents, ended } = await reEnrolled()
    await opened()
    await answered()
    await finalised()
    expect(await contents()).toEqual(ended)
  })

  it('stays ended where two hubs fold both at the same moment, neither knowing of the other', async () => {
    const { opened, answered, finalised, contents, ended } = await reEnrolled()
    await answered()
    await finalised()
    await opened(false)
    expect(await contents()).toMatchObject({ payment: { ...ended.payment, basket: null }, day: ended.day })
  })
})
