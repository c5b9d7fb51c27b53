import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HealthMemory, lookAtHealth, NO_MEMORY } from '../src/device-health/index.ts'
import { saleEvents } from '../src/testing/index.ts'
import { configured, type DevicesBed, openDevicesBed } from './devices-bed.ts'
import { enrolled, newId } from './ingest-bed.ts'

const MINUTE_MS = 60_000

let bed: DevicesBed
beforeAll(async () => {
  bed = await openDevicesBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

async function openStore() {
  const { id } = await createStore(bed.base.db)
  const { agent, script } = await enrolled(bed.base.db, { storeId: id })
  const say = (...events: Parameters<typeof script.batch>[0]) => bed.ingest.submit(agent, script.batch(events))
  await say(configured(['1', '1']))
  return { id, say }
}

async function look(memory: HealthMemory): Promise<HealthMemory> {
  const done = await lookAtHealth({ pool: bed.base.pool, newId, now: () => new Date() }, memory)
  if (done === null) throw new Error('somebody else looks')
  return done.memory
}

const column = async (sql: string, ids: readonly number[]) =>
  (await bed.base.pool.query<{ is: unknown }>(sql, [ids])).rows.map(({ is }) => is)
const waitingSince = (ids: readonly number[]) =>
  column(
    `select (extract(epoch from n.open_since) * 1000)::float8 as is from unnest($1::int4[]) with ordinality u(store_id, nr)
     join terminal t using (store_id) left join terminal_pace n on n.terminal_id = t.id order by u.nr`,
    ids,
  )
const approved = (ids: readonly number[]) =>
  column(
    `select coalesce(sum(h.approved), 0)::int4 as is from unnest($1::int4[]) with ordinality u(store_id, nr)
     join terminal t using (store_id) left join terminal_hour h on h.terminal_id = t.id group by u.nr order by u.nr`,
    ids,
  )

it('counts a large chain in turns, and sees in every look who waits and who waits no more', async () => {
  const [first, second] = [await openStore(), await openStore()]
  await bed.base.owner.query(
    `insert into store (code, name, name_lang, country, region, city, currency, legal_entity_id, opened_on)
     select 'turn-' || n, 'Turn', 'en', country, region, city, currency, legal_entity_id, opened_on
     from store, generate_series(1, 420) n where id = $1`,
    [first.id],
  )
  const stores = [first.id, second.id]
  // Brought late: the agents were away for forty minutes.
  const at = Date.now() - 40 * MINUTE_MS
  const sales = stores.map(() => saleEvents({ id: newId(), terminal: '1', at }))
  await first.say(...(sales[0]?.slice(0, 1) ?? []))
  await second.say(...(sales[1]?.slice(0, 1) ?? []))
  const fresh = { id: newId(), terminal: '1', at: Date.now() }
  await first.say(...saleEvents(fresh))
  await second.say(...saleEvents({ ...fresh, id: newId() }))

  let memory = await look(NO_MEMORY)
  const [here, there] = [await waitingSince(stores), await approved(stores)]
  expect(here.filter((since) => since === at)).toHaveLength(1)
  expect(there.filter((count) => count === 1)).toHaveLength(1)
  memory = await look(memory)
  expect(await waitingSince(stores)).toEqual([at, at])
  expect(await approved(stores)).toEqual([1, 1])

  await first.say(...(sales[0]?.slice(1) ?? []))
  await second.say(...(sales[1]?.slice(1) ?? []))
  await look(memory)
  expect(await waitingSince(stores)).toEqual([null, null])
})
