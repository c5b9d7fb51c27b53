import { readdirSync } from 'node:fs'
import { changeAccess, type PersonRole, personRoles, type Reach, type Role } from '@counterfoil/services/permissions'
import { claimPairing, openPairing, pairScreen, revokeScreen, screenCookieNames } from '@counterfoil/services/screens'
import { expect, test } from '@playwright/test'
import messages from '../../apps/web/messages/en/common.json' with { type: 'json' }
import { type PagePath, pagePermissions, pagesOf } from '../../apps/web/src/page-permissions.ts'
import { routePermissions } from '../../apps/web/src/route-permissions.ts'
import { mayDo } from '../../packages/services/src/permissions/permission-table.ts'
import { type MadeAccount, makeAccount } from '../stack/make-account.ts'
import { openStackDatabase, type StackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { type SeededPlace, seedPlace } from '../stack/seed-place.ts'
import { dataInsideTheFrame, document, type PageForm, plainForms, sideForms } from './page-forms.ts'

/** Every page in every form, every route: as every role, in and out of reach, and as nobody. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
/** Somebody else's name, for the pages about people. */
const HALFWAY = 'qvalhalf'
let database: StackDatabase
let account: MadeAccount
let halfway: MadeAccount
let inside: SeededPlace
let outside: SeededPlace

test.beforeAll(async () => {
  database = openStackDatabase(stack.dataFolder)
  const hubUrl = `http://127.0.0.1:${stack.hubPort}`
  inside = await seedPlace(database, hubUrl, { name: 'Qvalinn', country: 'NO' })
  outside = await seedPlace(database, hubUrl, { name: 'Qvalout', country: 'PT' })
  account = await makeAccount(database, stack.origin, { name: 'walker' })
  halfway = await makeAccount(database, stack.origin, { name: HALFWAY, halfway: true })
})
test.afterAll(() => database?.close())

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

async function ask(page: string, form: PageForm, cookie: string): Promise<Answer> {
  let url = new URL(stack.origin + form.path(page))
  for (let hops = 0; ; hops += 1) {
    const answer = await fetch(url, {
      method: form.method ?? 'GET',
      headers: { ...form.headers, cookie, 'accept-language': 'en' },
      redirect: 'manual',
      ...(form.body === undefined ? {} : { body: form.body }),
    })
    const text = await answer.text()
    const location = answer.headers.get('location')
    const next = location === null ? null : new URL(location, url)
    // Next sends its own client on to the address with a mark of its headers; everything else is looked at as it is.
    if (next === null || next.pathname !== url.pathname || hops === 3)
      return { status: answer.status, headers: answer.headers, text }
    url = next
  }
}

/** The addresses of a page: every id of a place, and of a person, in the place of each of its parameters. */
const addressesOf = (page: string, place: SeededPlace, ids = [...place.ids, halfway.userId]): string[] =>
  /\[[^\]]+\]/.test(page) ? ids.map((id) => page.replaceAll(/\[[^\]]+\]/g, encodeURIComponent(id))) : [page]

const pages = Object.keys(pagePermissions) as PagePath[]

/** Some at once: the server has several connections, and a walk has thousands of steps. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
    }),
  )
}

const words = ({ text, headers }: Answer) => text + JSON.stringify([...headers])
const shown = ({ text }: Answer) => text.replaceAll(/<script[\s\S]*?<\/script>/g, '')

/** Asks for every page, of both places or of one, and collects what should not have been told, or kept. */
async function walk(
  forms: readonly PageForm[],
  cookie: string,
  forbidden: readonly string[],
  places = [inside, outside],
): Promise<string[]> {
  const faults: string[] = []
  const asked = [...pages, '/wall'].flatMap((page) => places.flatMap((place) => addressesOf(page, place)))
  await inTurns(
    [...new Set(asked)].flatMap((address) => forms.map((form) => ({ address, form }))),
    async ({ address, form }) => {
      const answer = await ask(address, form, cookie)
      for (const word of forbidden) if (words(answer).includes(word)) faults.push(`${address} ${form.what}: told of ${word}`)
      if (answer.status >= 500) faults.push(`${address} ${form.what}: ${answer.status}`)
      const kept = answer.headers.get('cache-control') ?? ''
      if (answer.status === 200 && !kept.includes('no-store')) faults.push(`${address} ${form.what}: may be kept (${kept})`)
    },
  )
  return faults
}

/** The same place by each kind of reach, in turns: which stores each kind means is looked at procedure by procedure elsewhere. */
const reachOf = (role: PersonRole): Reach => {
  const { storeId, country, region } = inside
  const kinds: Reach[] = [
    { kind: 'stores', storeIds: [storeId] },
    { kind: 'country', country },
    { kind: 'region', country, region },
  ]
  return kinds[personRoles.indexOf(role) % kinds.length] ?? nothing
}
const nothing: Reach = { kind: 'stores', storeIds: [] }
const become = (role: PersonRole, reach: Reach) => changeAccess(database.services, account.userId, { role, reach })

test('knows every page there is', () => {
  const files = readdirSync(new URL('../../apps/web/src/app', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('page.tsx'))
    .map((file) => `/${file.replaceAll('\\', '/')}`.replace(/\/page\.tsx$/, ''))
  const outsideTheFrame = ['/enrol', '/setup/[token]', '/sign-in', '/wall', '/(dashboard)/[...unknown]']
  expect(
    files
      .filter((file) => !outsideTheFrame.includes(file))
      .map((file) => file.replace('/(dashboard)', '') || '/')
      .sort(),
  ).toEqual([...pages].sort())
})

test('tells the administrator of the chain of both places, in every plain form', async () => {
  await become('administrator', { kind: 'chain' })
  for (const page of ['/', '/payments', '/payments/[id]', '/stores', '/stores/[id]'] as const) {
    for (const place of [inside, outside]) {
      const told = await Promise.all(
        addressesOf(page, place).flatMap((address) =>
          plainForms.map(async (form) => words(await ask(address, form, account.cookie))),
        ),
      )
      expect(told.filter((text) => text.includes(place.word)).length, page).toBeGreaterThanOrEqual(plainForms.length)
    }
  }
})

for (const role of personRoles) {
  test(`opens to ${role} the pages of the table, and tells of what lies in reach only`, async () => {
    const reach = reachOf(role)
    const told = (answer: Answer) => words(answer).includes(inside.word)
    const asked = pages.flatMap((page) => addressesOf(page, inside).map((address) => ({ page, address })))
    await become('administrator', reach)
    const toAdministrator = new Map<string, boolean>()
    await inTurns(
      asked,
      async ({ address }) => void toAdministrator.set(address, told(await ask(address, document, account.cookie))),
    )
    await become(role, reach)
    await inTurns(asked, async ({ page, address }) => {
      const open = pagesOf(role, reach).includes(page)
      const answer = await ask(address, document, account.cookie)
      expect(shown(answer).includes(messages.notForYouTitle), `${address} for ${role}`).toBe(!open)
      if (open) expect(told(answer), `${address} for ${role}`).toBe(toAdministrator.get(address))
    })
    expect(await walk([document, dataInsideTheFrame], account.cookie, [outside.word, HALFWAY])).toEqual([])
  })

  test(`opens to ${role} of the whole chain the pages of the table, and tells of people if people are its business`, async () => {
    await become(role, { kind: 'chain' })
    const asked = pages.flatMap((page) => addressesOf(page, inside).map((address) => ({ page, address })))
    await inTurns(asked, async ({ page, address }) => {
      const answer = await ask(address, document, account.cookie)
      expect(shown(answer).includes(messages.notForYouTitle), `${address} for ${role}`).toBe(!pagesOf(role).includes(page))
    })
    // The list comes with the page's own questions; one person's page comes whole.
    const person = words(await ask(`/people/${halfway.userId}`, document, account.cookie))
    expect(person.includes(HALFWAY)).toBe(pagesOf(role).includes('/people'))
    if (!pagesOf(role).includes('/people'))
      expect(await walk([document, dataInsideTheFrame], account.cookie, [HALFWAY])).toEqual([])
  })
}

test('tells nothing to an account without any store', async () => {
  await become('administrator', nothing)
  expect(await walk([document, dataInsideTheFrame], account.cookie, [inside.word, outside.word, HALFWAY])).toEqual([])
})

test('tells an account nothing beyond its reach in any form Next knows', async () => {
  test.slow()
  await become('administrator', { kind: 'stores', storeIds: [inside.storeId] })
  expect(await walk([...plainForms, ...sideForms], account.cookie, [outside.word, HALFWAY], [outside])).toEqual([])
})

const nobodies: Readonly<Record<string, () => string>> = {
  nobody: () => '',
  'a made-up session': () => 'counterfoil.session_token=made.up; __Host-counterfoil.session_token=made.up',
  'somebody between the factors': () => account.challengeCookie,
  'an account without a second factor': () => halfway.cookie,
}
for (const [who, cookieOf] of Object.entries(nobodies)) {
  test(`tells nothing to ${who}, in any form`, async () => {
    test.slow()
    await changeAccess(database.services, halfway.userId, { role: 'administrator', reach: { kind: 'chain' } })
    await become('administrator', { kind: 'chain' })
    const own = who === 'an account without a second factor'
    const forbidden = [inside.word, outside.word, ...(own ? [] : [HALFWAY])]
    expect(await walk([...plainForms, ...sideForms], cookieOf(), forbidden)).toEqual([])
  })
}

test('shows a person who went away what a wall may show, in their reach', async () => {
  test.slow()
  const away = async (sinceMs: number) => {
    await database.db.session.updateMany({
      where: { userId: account.userId },
      data: { lastActionAt: new Date(Date.now() - sinceMs) },
    })
  }
  const reach = { kind: 'stores', storeIds: [inside.storeId] } as const
  await become('administrator', reach)
  await away(15 * 60_000)
  for (const page of pages) {
    for (const address of addressesOf(page, inside)) {
      const answer = await ask(address, document, account.cookie)
      // A curtain stands before it, or the words that it is not for them: what counts is that nothing of the place is in it.
      if (!pagesOf('wall_screen', reach).includes(page)) expect(words(answer), address).not.toContain(inside.word)
    }
  }
  expect(await walk(plainForms, account.cookie, [outside.word, HALFWAY])).toEqual([])
  await away(0)
})

test('shows a screen the wall of its reach, no other page, and nothing once it is cut off', async () => {
  test.slow()
  await become('administrator', { kind: 'chain' })
  const { services } = database
  const actor = { kind: 'user', id: account.userId, sessionId: 's', reach: { kind: 'chain' }, factors: [] } as const
  const administrator = { ...services, actor }
  const { code, claim } = await openPairing(services, null)
  const reach = { kind: 'country', country: inside.country } as const
  const { id } = await pairScreen(administrator, { code, name: 'Walked', reach })
  const claimed = await claimPairing(services, claim)
  const cookie = `${screenCookieNames.plain}=${claimed.state === 'paired' ? claimed.secret : ''}`
  expect(words(await ask('/wall', document, cookie))).toContain(inside.word)
  expect(await walk([...plainForms, ...sideForms], cookie, [outside.word, HALFWAY])).toEqual([])
  for (const page of pages)
    for (const address of addressesOf(page, inside))
      expect(words(await ask(address, document, cookie)), address).not.toContain(inside.word)
  await revokeScreen(administrator, { id })
  expect(await walk([...plainForms, ...sideForms], cookie, [inside.word, outside.word, HALFWAY])).toEqual([])
})

test('answers routes as their table says, to every role', async () => {
  for (const [route, needs] of Object.entries(routePermissions) as [string, string | readonly string[]][]) {
    for (const role of personRoles) {
      await become(role, { kind: 'stores', storeIds: [inside.storeId] })
      for (const place of [inside, outside]) {
        for (const address of addressesOf(route, place)) {
          const answer = await ask(address, document, account.cookie)
          expect(words(answer)).not.toContain(outside.word)
          if (typeof needs === 'string') expect(words(answer), route).not.toContain(inside.word)
          else if (!needs.every((permission) => mayDo(role as Role, permission as never)))
            expect([401, 403, 404]).toContain(answer.status)
        }
      }
    }
  }
})

test('closes with the account, at once', async () => {
  await become('administrator', { kind: 'chain' })
  await database.db.user.update({ where: { id: account.userId }, data: { state: 'disabled', disabledAt: new Date() } })
  expect(await walk(plainForms, account.cookie, [inside.word, outside.word, HALFWAY])).toEqual([])
})
