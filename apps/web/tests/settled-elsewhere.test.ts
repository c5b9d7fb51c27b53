import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enrolled, greet, newId, ORIGIN, openLive, type StartedHub, signIn, startHub, until } from './hub-bed.ts'

let base: TestDatabase
let hubs: readonly StartedHub[]

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  // Two hubs that do not hear each other, as while Redis is away.
  hubs = await Promise.all([startHub(base), startHub(base)])
  for (const { url } of hubs) await until(async () => (await fetch(`${url}/healthz`)).status === 200)
})
afterAll(async () => {
  await Promise.all((hubs ?? []).map((hub) => hub.close()))
  await base?.close()
})

it('a payment that another hub settled without a word is unknown to nobody here at the next commit', async () => {
  const [here, elsewhere] = hubs.map(({ url }) => url)
  const agent = await enrolled(base)
  const { cookie } = await signIn(base)
  const page = await openLive(here ?? '', { origin: ORIGIN, cookie })
  await page.watch({ kind: 'store', storeId: agent.storeId })
  const lastDay = () => page.frames.flatMap(({ deltas }) => deltas.flatMap(({ days }) => days)).at(-1)
  const send = async (url: string | undefined, events: readonly object[]) => {
    const link = await greet(url ?? '', agent)
    expect(await link.send(agent.script.batch(events as never))).toMatchObject({ ok: true })
    link.close()
  }

  const id = newId()
  const [opened, answered, finalised] = saleEvents({ id, amountMinor: 700 })
  const unknown = { kind: 'payment.unknown', terminal: 'zvt-1', payment: id, stage: 'asking', why: 'link_lost', transcript: [] }
  await send(here, [opened, unknown, ...saleEvents({ id: newId(), amountMinor: 100 })] as object[])
  await until(() => lastDay()?.unknownOpen === 1)
  await send(elsewhere, [answered, { ...finalised, recovered: true }] as object[])
  await send(here, saleEvents({ id: newId(), amountMinor: 200 }))
  await until(() => lastDay()?.salesMinor === 1_000)
  expect(lastDay()?.unknownOpen).toBe(0)
  page.close()
})
