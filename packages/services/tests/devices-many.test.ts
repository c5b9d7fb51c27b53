import { afterAll, beforeAll, expect, it } from 'vitest'
import { listSettings, previewSetting, type SettingPlace, setSetting } from '../src/device-settings/index.ts'
import { countDevices, listApprovals, listDevices, listDeviceTree } from '../src/devices/index.ts'
import { pageStatement } from '../src/devices/list-devices.ts'
import type { ServiceContext } from '../src/index.ts'
import { type AskingBed, openAskingBed } from './asking-bed.ts'

const STORES = 2_000
const DEVICES = 10_000
const PAGE = 100

let bed: AskingBed
let ctx: ServiceContext
beforeAll(async () => {
  bed = await openAskingBed()
  const { owner } = bed.database
  await owner.query(
    `insert into store (code, name, name_lang, country, region, city, currency, legal_entity_id, opened_on)
     select to_char(n, 'FM0000'), 'Filiale ' || n, 'de', case n % 4 when 0 then 'FR' else 'DE' end, 'R' || n % 20, 'x', 'EUR',
       (select min(id) from legal_entity), '2020-01-01' from generate_series(1, $1) n`,
    [STORES],
  )
  await owner.query(
    `insert into device (kind, registered, make, model, serial, approval_expires_on, state, store_id, created_at)
     select 'terminal', true, 'Verifone', 'P400', 'SN' || n, date '2027-01-01' + n % 400, case n % 500 when 0 then 'blocked' else 'active' end,
       case when n > 30 then (select id from store where code = to_char(1 + n % $2, 'FM0000')) end, now()
     from generate_series(1, $1) n`,
    [DEVICES, STORES],
  )
  await owner.query('analyze device, store')
  ctx = bed.as(await bed.addUser('Maria Vogel'))
})
afterAll(() => bed?.[Symbol.asyncDispose]())

/** How many statements a question sends, beside those that begin and end its transaction. */
async function statementsOf(ask: (ctx: ServiceContext) => Promise<unknown>): Promise<number> {
  let sent = 0
  const pool = Object.assign(Object.create(ctx.pool), {
    async connect() {
      const client = await ctx.pool.connect()
      const counted = Object.assign(Object.create(client), {
        query: (...given: Parameters<typeof client.query>) => {
          if (!/^(begin|commit|rollback)/.test(String(given[0]))) sent += 1
          return client.query(...given)
        },
        release: (error?: Error) => client.release(error),
      })
      return counted
    },
  })
  await ask({ ...ctx, pool })
  return sent
}

interface Plan {
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Node Type': string
  readonly Plans?: readonly Plan[]
}

/** Rows that were read from tables and indexes, those thrown away included. */
function rowsRead(plan: Plan): number {
  const own = plan['Node Type'].includes('Scan')
    ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
    : 0
  return own + (plan.Plans ?? []).reduce((sum, child) => sum + rowsRead(child), 0)
}

async function readOfPage(cursor: { code: string | null; id: number }): Promise<number> {
  const statement = pageStatement({ scope: { kind: 'chain' } })
  const values = [null, null, null, '', null, null, '2026-11-27', cursor.code, cursor.id, PAGE + 1]
  const { rows } = await bed.database.pool.query(`explain (analyze, format json) ${statement}`, values)
  return rowsRead(rows[0]['QUERY PLAN'][0].Plan)
}

it('turns the pages of ten thousand in one statement each, in order, and misses none', async () => {
  const seen: { id: number; code: string }[] = []
  let cursor: Awaited<ReturnType<typeof listDevices>>['next'] = null
  let pages = 0
  do {
    const page: Awaited<ReturnType<typeof listDevices>> = await listDevices(ctx, {
      filter: { scope: { kind: 'chain' } },
      cursor,
      limit: 200,
    })
    seen.push(...page.devices.map(({ id, storeCode }) => ({ id, code: storeCode ?? '' })))
    cursor = page.next
    pages += 1
  } while (cursor !== null)
  expect(pages).toBe(DEVICES / 200)
  expect(new Set(seen.map(({ id }) => id)).size).toBe(DEVICES)
  const sorted = seen.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.id - b.id))
  expect(seen).toEqual(sorted)
  expect(await statementsOf((counted) => listDevices(counted, { filter: { scope: { kind: 'chain' } } }))).toBe(1)
})

it('reads for a page what stands on it and little more, at the beginning, in the middle and at the end', async () => {
  for (const cursor of [
    { code: null, id: 0 },
    { code: '1000', id: 0 },
    { code: '1995', id: 0 },
  ]) {
    // Of each device its row, its store, and up to six things that stand beside it; and the stores without one.
    expect(await readOfPage(cursor), JSON.stringify(cursor)).toBeLessThan(PAGE * 12)
  }
})

it('counts, opens a level of the tree, and shows the calendar in one statement each', async () => {
  const scope = { kind: 'chain' } as const
  const counts = await countDevices(ctx, { scope })
  expect(counts.byState).toMatchObject({ active: DEVICES - DEVICES / 500, blocked: DEVICES / 500 })
  expect(await statementsOf((counted) => countDevices(counted, { scope }))).toBe(1)
  const countries = await listDeviceTree(ctx, { under: scope })
  expect(countries.nodes.reduce((sum, { devices }) => sum + devices, 0)).toBe(DEVICES - 30)
  expect(await statementsOf((counted) => listDeviceTree(counted, { under: scope }))).toBe(1)
  const region = { kind: 'region', country: 'DE', region: 'R1' } as const
  const first = await listDeviceTree(ctx, { under: region })
  expect(first).toMatchObject({ next: null })
  expect(first.nodes).toHaveLength(STORES / 20)
  expect(await statementsOf((counted) => listApprovals(counted, { scope }))).toBe(1)
  expect((await listApprovals(ctx, { scope }))[0]).toMatchObject({ endsOn: '2027-01-01', devices: DEVICES / 400 })
})

it('finds one of them by a part of its serial, and all of a state', async () => {
  const found = await listDevices(ctx, { filter: { scope: { kind: 'chain' }, search: 'sn9999' } })
  expect(found.devices.map(({ serial }) => serial)).toEqual(['SN9999'])
  const blocked = await listDevices(ctx, { filter: { scope: { kind: 'chain' }, state: 'blocked' } })
  expect(blocked.devices).toHaveLength(DEVICES / 500)
})

it('says of a setting where it comes from, and of ten thousand devices how many it would change, in as many statements as of one', async () => {
  const setting = 'inspection.days'
  const region = { kind: 'region', country: 'FR', region: 'R0' } as const
  const above = { kind: 'country', country: 'FR' } as const
  await setSetting(ctx, { place: region, setting, value: 30, before: null })
  const preview = (place: SettingPlace) => (counted: ServiceContext) => previewSetting(counted, { place, setting, value: 60 })
  const all = await preview({ kind: 'chain' })(ctx)
  expect(all.devices).toBe(DEVICES)
  expect(all.changed + all.kept).toBe(DEVICES)
  expect(all.kept).toBeGreaterThan(DEVICES / 40)
  const ofFrance = await preview(above)(ctx)
  expect(ofFrance.kept).toBe(all.kept)
  const [store] = (await listDeviceTree(ctx, { under: region })).nodes
  const ofOne = await statementsOf(preview({ kind: 'store', storeId: store?.storeId ?? 0 }))
  expect(await statementsOf(preview({ kind: 'chain' }))).toBeLessThanOrEqual(ofOne)
  expect((await listSettings(ctx, { place: above })).settings.find(({ name }) => name === setting)).toMatchObject({ below: 1 })
})
