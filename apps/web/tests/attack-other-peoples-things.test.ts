import { changeAccess } from '@counterfoil/services/permissions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { openChain, type PlacedStore } from '../../../packages/services/tests/reading/chain.ts'
import { appRouter } from '../src/server/root.ts'
import { askAll } from './support/ask-all.ts'
import { asBody, inputsWithEach } from './support/input-samples.ts'
import {
  account,
  type EnrolledAccount,
  enrolAccount,
  makeAccount,
  openDashboard,
  type TestDashboard,
} from './support/open-dashboard.ts'
import { type Others, readOthers } from './support/others-rows.ts'

/** A store manager, and by every procedure everything that is not hers: the other store's rows, the other person's. */
const THEIRS = { name: 'Zqtheirs Person', email: 'zqtheirs@chain.example' } as const
const procedures = appRouter._def.procedures as unknown as Record<
  string,
  { readonly _def: { readonly inputs: readonly z.ZodType[] } }
>
const walked = Object.entries(procedures).map(([path, { _def }]) => ({ path, inputs: _def.inputs }))

let dashboard: TestDashboard
let enrolled: EnrolledAccount
let own: { userId: string; storeId: number }
let others: Others

beforeAll(async () => {
  dashboard = await openDashboard()
  const { database } = dashboard
  const chain = await openChain(database)
  enrolled = await enrolAccount(dashboard)
  await makeAccount(dashboard, THEIRS)
  await dashboard.openBrowser().signIn(account.password, THEIRS.email)
  const place = async (code: string, country: string): Promise<PlacedStore> => {
    const store = await chain.addStore({ code, country, region: `${code} region` })
    await chain.pay(store, { atMs: Date.now() - 60_000, amountMinor: 1_250, scheme: `${code} card`, basket: `${code} basket` })
    return store
  }
  const mine = await place('ours', 'DE')
  await place('zqtheirs', 'FR')
  const person = await enrolled.browser.person()
  own = { userId: person?.id ?? '', storeId: mine.storeId }
  const theirs = await database.db.user.findUniqueOrThrow({ where: { email: THEIRS.email } })
  await database.owner.query(
    `insert into passkey (id, name, public_key, user_id, credential_id, sign_count, backed_up, created_at)
     values (gen_random_uuid(), 'zqtheirs key', 'x', $1, 'zqtheirs', 0, false, now())`,
    [theirs.id],
  )
  await changeAccess(dashboard.runtime.systemServices('test'), own.userId, {
    role: 'store_manager',
    reach: { kind: 'stores', storeIds: [mine.storeId] },
  })
  others = await readOthers(database.owner, own)
})
afterAll(() => dashboard[Symbol.asyncDispose]())

it('knows what is not hers', () => {
  const tables = new Set(others.tables.map(({ name }) => name))
  for (const table of ['account', 'agent', 'lane', 'passkey', 'payment', 'session', 'store', 'terminal', 'user'])
    expect(tables).toContain(table)
  expect(others.texts.length).toBeGreaterThan(5)
  expect(others.numbers.length).toBeGreaterThan(1)
})

describe.each(walked)('$path', ({ path, inputs }) => {
  it('tells her nothing of what is not hers, and changes none of it, by whatever number she names it', async () => {
    const bodies = inputs.flatMap((input) => [
      ...others.texts.flatMap((id) => inputsWithEach(input, 'string', id)),
      ...others.numbers.flatMap((id) => inputsWithEach(input, 'number', id)),
    ])
    const told: string[] = []
    for (const { body, answer } of await askAll(enrolled.browser, path, bodies.map(asBody)))
      if (JSON.stringify(answer.body).includes('zqtheirs')) told.push(`${answer.status} for ${body}`)
    expect(told).toEqual([])
    expect((await readOthers(dashboard.database.owner, own)).tables).toEqual(others.tables)
    expect(await enrolled.browser.person()).not.toBeNull()
  })
})
