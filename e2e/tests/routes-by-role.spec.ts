import { changeAccess, mayDo, type Permission, personRoles } from '@counterfoil/services/permissions'
import { expect, test } from '@playwright/test'
import { routePermissions } from '../../apps/web/src/route-permissions.ts'
import { openEndpoints } from '../../apps/web/src/server/auth/open-endpoints.ts'
import { appRouter } from '../../apps/web/src/server/root.ts'
import { BATCH_MOST } from '../../apps/web/src/trpc/batch-size.ts'
import { letScreenIn } from '../stack/make-things.ts'
import { stackPlaces } from '../stack/places.ts'
import { openWalkScene, type WalkScene } from '../stack/walk-scene.ts'
import { nobodies } from './nobodies.ts'
import { document, type PageForm, plainForms, sideForms } from './page-forms.ts'
import { ask, inTurns, type Shown, walkAll, words } from './page-walk.ts'

/** Every route that is no page, and every procedure, as they are served: as every role, as nobody, half somebody, program and screen. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const HALFWAY = 'qrouhalf'
/** As our own pages ask. */
const sameSite = { origin: stack.origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
let scene: WalkScene
let { database, account, halfway, token, reviewId, inside, outside } = {} as WalkScene

test.beforeAll(async () => {
  scene = await openWalkScene(stack, {
    account: 'router',
    halfway: HALFWAY,
    inside: { name: 'Qrouinn', country: 'DK' },
    outside: { name: 'Qrouout', country: 'GR' },
  })
  ;({ database, account, halfway, token, reviewId, inside, outside } = scene)
})
test.afterAll(() => scene?.close())

const procedures = Object.keys(appRouter._def.procedures)
/** Questions and changes do not go in one request. */
const typeOf = appRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: { readonly type: string } }>>
/** A route may stand for many addresses. */
const placeholders: Readonly<Record<string, readonly string[]>> = {
  '/api/auth/[...all]': [...Object.values(openEndpoints), '/get-session', '/list-sessions', '/two-factor/get-totp-uri'].map(
    (path) => `/api/auth${path}`,
  ),
  '/api/trpc/[trpc]': ['live.snapshot', 'stores.list', 'people.list', 'stores.list,people.list'].map(
    (path) =>
      `/api/trpc/${path}?batch=1&input=${encodeURIComponent('{"0":{"json":{"scope":{"kind":"chain"}}},"1":{"json":{}}}')}`,
  ),
}
const addressesOf = (route: string): readonly string[] => {
  const ids = [inside, outside].flatMap((place) => place.ids)
  if (!route.includes('[')) return [route]
  return placeholders[route] ?? ids.map((id) => route.replaceAll(/\[[^\]]+\]/g, encodeURIComponent(id)))
}
const routes = Object.entries(routePermissions) as [string, 'open' | 'procedures' | readonly Permission[]][]
const everyForm = [...plainForms, ...sideForms]
const become = (role: (typeof personRoles)[number]) =>
  changeAccess(database.services, account.userId, { role, reach: { kind: 'stores', storeIds: [inside.storeId] } })

/** Several procedures in one request, as our own pages ask. */
const asked = (procedures: readonly string[], input: unknown): PageForm => ({
  what: 'asked as our pages do',
  path: () => `/api/trpc/${procedures.join(',')}?batch=1`,
  method: 'POST',
  headers: sameSite,
  body: JSON.stringify(Object.fromEntries(procedures.map((_, index) => [index, { json: input }]))),
})
const questions = () => [
  {},
  { id: reviewId },
  ...[inside, outside].flatMap(({ storeId, ids }) => {
    const scope = { kind: 'store', storeId }
    return [{ scope, filter: { scope }, storeIds: [storeId], storeId }, ...ids.map((id) => ({ id }))]
  }),
]

interface OneAnswer {
  readonly result?: unknown
  readonly error?: { readonly json: { readonly data: { readonly httpStatus: number } } }
}

/** Asks every procedure every question, and collects who answered, or told of what it must not. */
async function askAll(shown: Shown, forbidden: readonly string[]) {
  const answered = new Set<string>()
  const faults: string[] = []
  const batches = (['query', 'mutation'] as const).flatMap((type) => {
    const alike = procedures.filter((path) => typeOf[path]?._def.type === type)
    return Array.from({ length: Math.ceil(alike.length / BATCH_MOST) }, (_, index) =>
      alike.slice(index * BATCH_MOST, (index + 1) * BATCH_MOST),
    )
  })
  expect(batches.flat().length).toBe(procedures.length)
  await inTurns(
    batches.flatMap((batch) => questions().map((input) => ({ batch, form: asked(batch, input) }))),
    async ({ batch, form }) => {
      const answer = await ask('', form, shown)
      for (const word of forbidden) if (words(answer).includes(word)) faults.push(`${batch} told of ${word}`)
      if (answer.status >= 500) faults.push(`${batch}: ${answer.status}`)
      // Who is refused before any procedure is asked is told so once.
      const each: unknown = JSON.parse(answer.text)
      if (!Array.isArray(each)) {
        expect(each, `${batch}: ${answer.status}`).toHaveProperty('code')
        return
      }
      for (const [index, path] of batch.entries()) {
        const { result, error }: OneAnswer = each[index]
        if (result !== undefined) answered.add(path)
        else if (error === undefined || error.json.data.httpStatus >= 500) faults.push(`${path}: ${JSON.stringify(each[index])}`)
      }
    },
  )
  return { answered: [...answered].sort(), faults }
}

for (const [who, showsOf] of nobodies) {
  test(`tells nothing to ${who} by any route, in any form`, async () => {
    test.slow()
    for (const { userId } of [account, halfway])
      await changeAccess(database.services, userId, { role: 'administrator', reach: { kind: 'chain' } })
    const shown = showsOf({ account, halfway, token })
    const forbidden = [inside.word, outside.word, HALFWAY]
    // Devices are what a good token is there to read, within its reach: apps/web/tests/devices-api.test.ts.
    const isItsOwn = (route: string) => who === 'a program with a token' && route.startsWith('/api/v1/devices')
    const addresses = routes.flatMap(([route]) => (isItsOwn(route) ? [] : addressesOf(route)))
    expect(await walkAll(addresses, everyForm, shown, forbidden)).toEqual([])
    // A token is for procedures, which ask for its own permissions.
    if (who !== 'a program with a token') expect(await askAll(shown, forbidden)).toEqual({ answered: [], faults: [] })
  })
}

for (const role of personRoles) {
  test(`answers ${role} by the routes of the table, of what lies in reach only`, async () => {
    await become(role)
    const shown = { cookie: account.cookie }
    for (const [route, needs] of routes) {
      expect(await walkAll(addressesOf(route), plainForms, shown, [outside.word, HALFWAY])).toEqual([])
      if (typeof needs === 'string') continue
      const may = needs.every((permission) => mayDo(role, permission))
      for (const address of addressesOf(route)) {
        // 405 and 415: this route is not asked this way by anybody.
        for (const form of [
          document,
          { ...document, method: 'POST', headers: { ...document.headers, ...sameSite }, body: '{}' },
        ]) {
          const { status } = await ask(address, form, shown)
          if (!may) expect([401, 403, 404, 405, 415], `${form.method ?? 'GET'} ${address}`).toContain(status)
        }
      }
    }
  })
}

test('tells a screen, by every procedure, of its reach only, and nothing once it is cut off', async () => {
  const { cookie, revoke } = await letScreenIn(database.services, account.userId, { kind: 'country', country: inside.country })
  const open = await askAll({ cookie }, [outside.word, HALFWAY])
  expect(open.faults).toEqual([])
  expect(open.answered).toContain('stores.scopes')
  expect(open.answered.filter((path) => /^(people|payments|tokens|keys|account)\./.test(path))).toEqual([])
  await revoke()
  expect(await askAll({ cookie }, [inside.word, outside.word, HALFWAY])).toEqual({ answered: [], faults: [] })
})
