import { readdirSync } from 'node:fs'
import { changeAccess, type PersonRole, personRoles, type Reach } from '@counterfoil/services/permissions'
import { expect, test } from '@playwright/test'
import messages from '../../apps/web/messages/en/common.json' with { type: 'json' }
import { type PagePath, pagePermissions, pagesOf } from '../../apps/web/src/page-permissions.ts'
import { letScreenIn } from '../stack/make-things.ts'
import { stackPlaces } from '../stack/places.ts'
import type { SeededPlace } from '../stack/seed-place.ts'
import { openWalkScene, type WalkScene } from '../stack/walk-scene.ts'
import { nobodies } from './nobodies.ts'
import { dataInsideTheFrame, document, type PageForm, plainForms, sideForms } from './page-forms.ts'
import { type Answer, ask, inTurns, type Shown, visible, walkAll, words } from './page-walk.ts'

/** Every page in every form: as every role, in and out of reach, as nobody, half somebody, a program and a screen. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
/** Somebody else's name, for the pages about people. */
const HALFWAY = 'qvalhalf'
const NO_SESSION = new Set(['a made-up session', 'a program with a token', 'a token as if it were a session'])
let scene: WalkScene
let { database, account, halfway, token, reviewId, inside, outside } = {} as WalkScene
/** Of the record of the review. */
let entryId = ''

test.beforeAll(async () => {
  scene = await openWalkScene(stack, {
    account: 'walker',
    halfway: HALFWAY,
    inside: { name: 'Qvalinn', country: 'NO' },
    outside: { name: 'Qvalout', country: 'PT' },
  })
  ;({ database, account, halfway, token, reviewId, inside, outside } = scene)
  entryId = (await database.db.auditEntry.findFirstOrThrow({ where: { targetId: reviewId } })).id
})
test.afterAll(() => scene?.close())

/** The addresses of a page: every id of a place, of a person and of an access review, in the place of each of its parameters. */
const addressesOf = (page: string, place: SeededPlace, ids = [...place.ids, halfway.userId, reviewId]): string[] =>
  /\[[^\]]+\]/.test(page) ? ids.map((id) => page.replaceAll(/\[[^\]]+\]/g, encodeURIComponent(id))) : [page]

/** The one address at which a page has its own thing; a page of things that were not seeded is asked for the payment. */
const ownAddressOf = (page: string, place: SeededPlace): string[] => {
  const own: Readonly<Record<string, string>> = {
    '/stores/[id]': String(place.storeId),
    '/people/[id]': halfway.userId,
    '/access-reviews/[id]': reviewId,
    '/audit/[id]': entryId,
    '/audit/review/[day]': '2026-01-02',
  }
  return addressesOf(page, place, [own[page] ?? place.paymentId])
}

const pages = Object.keys(pagePermissions) as PagePath[]
/** Those that need nobody signed in, or somebody half. */
const outsideTheFrame = ['/enrol', '/setup/[token]', '/sign-in', '/wall']

/** Asks for every page, of both places or of one, and collects what should not have been told, or kept. */
const walk = (
  forms: readonly PageForm[],
  shown: Shown,
  forbidden: readonly string[],
  places = [inside, outside],
  addresses: (page: string, place: SeededPlace) => string[] = addressesOf,
) =>
  walkAll(
    [...pages, ...outsideTheFrame].flatMap((page) => places.flatMap((place) => addresses(page, place))),
    forms,
    shown,
    forbidden,
  )

/** In every form there is: the plain ones with every id, the others where there is something to tell. */
const walkEverything = async (shown: Shown, forbidden: readonly string[], places?: SeededPlace[]) => [
  ...(await walk(plainForms, shown, forbidden, places)),
  ...(await walk(sideForms, shown, forbidden, places, ownAddressOf)),
]

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
  expect(
    files
      .filter((file) => !['/(dashboard)/[...unknown]', ...outsideTheFrame].includes(file))
      .map((file) => file.replace('/(dashboard)', '') || '/')
      .sort(),
  ).toEqual([...pages].sort())
})

test('tells the administrator of the chain of both places, in every plain form', async () => {
  await become('administrator', { kind: 'chain' })
  for (const [page, place, word] of [
    ['/stores/[id]', inside, inside.word],
    ['/payments/[id]', outside, outside.word],
    ['/people/[id]', inside, HALFWAY],
    ['/access-reviews/[id]', inside, HALFWAY],
  ] as const)
    for (const address of ownAddressOf(page, place))
      expect(words(await ask(address, document, { cookie: account.cookie })), address).toContain(word)
  for (const page of ['/', '/payments', '/payments/[id]', '/stores', '/stores/[id]'] as const) {
    for (const place of [inside, outside]) {
      const told = await Promise.all(
        addressesOf(page, place).flatMap((address) =>
          plainForms.map(async (form) => words(await ask(address, form, { cookie: account.cookie }))),
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
      async ({ address }) => void toAdministrator.set(address, told(await ask(address, document, { cookie: account.cookie }))),
    )
    await become(role, reach)
    const otherwise: string[] = []
    await inTurns(asked, async ({ page, address }) => {
      const open = pagesOf(role, reach).includes(page)
      const answer = await ask(address, document, { cookie: account.cookie })
      expect(answer.status, `${address} for ${role}`).toBeLessThan(500)
      expect(visible(answer).includes(messages.notForYouTitle), `${address} for ${role}`).toBe(!open)
      if (open && told(answer) !== toAdministrator.get(address)) otherwise.push(address)
    })
    // An alert may have come up between the two walks: where they differ, both are asked once more.
    for (const address of otherwise) {
      await become('administrator', reach)
      const expected = told(await ask(address, document, { cookie: account.cookie }))
      await become(role, reach)
      expect(told(await ask(address, document, { cookie: account.cookie })), `${address} for ${role}`).toBe(expected)
    }
    expect(await walk([document, dataInsideTheFrame], { cookie: account.cookie }, [outside.word, HALFWAY])).toEqual([])
  })

  test(`opens to ${role} of the whole chain the pages of the table, and tells of people if people are its business`, async () => {
    await become(role, { kind: 'chain' })
    const asked = pages.flatMap((page) => addressesOf(page, inside).map((address) => ({ page, address })))
    await inTurns(asked, async ({ page, address }) => {
      const answer = await ask(address, document, { cookie: account.cookie })
      expect(answer.status, `${address} for ${role}`).toBeLessThan(500)
      expect(visible(answer).includes(messages.notForYouTitle), `${address} for ${role}`).toBe(!pagesOf(role).includes(page))
    })
    // The list comes with the page's own questions; one person's page comes whole, and so does a review.
    const person = words(await ask(`/people/${halfway.userId}`, document, { cookie: account.cookie }))
    expect(person.includes(HALFWAY)).toBe(pagesOf(role).includes('/people'))
    const review = words(await ask(`/access-reviews/${reviewId}`, document, { cookie: account.cookie }))
    expect(review.includes(HALFWAY)).toBe(pagesOf(role).includes('/access-reviews/[id]'))
    if (!pagesOf(role).includes('/people'))
      expect(await walk([document, dataInsideTheFrame], { cookie: account.cookie }, [HALFWAY])).toEqual([])
  })
}

test('tells nothing to an account without any store', async () => {
  await become('administrator', nothing)
  expect(await walk([document, dataInsideTheFrame], { cookie: account.cookie }, [inside.word, outside.word, HALFWAY])).toEqual([])
})

test('tells an account nothing beyond its reach in any form Next knows', async () => {
  test.slow()
  await become('administrator', { kind: 'stores', storeIds: [inside.storeId] })
  expect(await walkEverything({ cookie: account.cookie }, [outside.word, HALFWAY], [outside])).toEqual([])
})

for (const [who, showsOf] of nobodies) {
  test(`tells nothing to ${who}, in any form`, async () => {
    test.slow()
    await changeAccess(database.services, halfway.userId, { role: 'administrator', reach: { kind: 'chain' } })
    await become('administrator', { kind: 'chain' })
    const own = who === 'an account without a second factor'
    const forbidden = [inside.word, outside.word, ...(own ? [] : [HALFWAY])]
    const shown = showsOf({ account, halfway, token })
    expect(await walk(plainForms, shown, forbidden)).toEqual([])
    // To a page, whoever shows what is no session of ours is nobody: the many other forms of all pages are asked for as nobody.
    const asNobody = NO_SESSION.has(who)
    const some = ['/', '/payments', '/payments/[id]', '/account']
    expect(
      await walkAll(
        (asNobody ? some : [...pages, ...outsideTheFrame]).flatMap((page) => ownAddressOf(page, inside)),
        sideForms,
        shown,
        forbidden,
      ),
    ).toEqual([])
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
      const answer = await ask(address, document, { cookie: account.cookie })
      // A curtain stands before it, or the words that it is not for them: what counts is that nothing of the place is in it.
      if (!pagesOf('wall_screen', reach).includes(page)) expect(words(answer), address).not.toContain(inside.word)
    }
  }
  expect(await walk(plainForms, { cookie: account.cookie }, [outside.word, HALFWAY])).toEqual([])
  await away(0)
})

test('shows a screen the wall of its reach, no other page, and nothing once it is cut off', async () => {
  test.slow()
  await become('administrator', { kind: 'chain' })
  const { cookie, revoke } = await letScreenIn(database.services, account.userId, { kind: 'country', country: inside.country })
  expect(words(await ask('/wall', document, { cookie }))).toContain(inside.word)
  expect(await walkEverything({ cookie }, [outside.word, HALFWAY])).toEqual([])
  for (const page of pages)
    for (const address of addressesOf(page, inside))
      expect(words(await ask(address, document, { cookie })), address).not.toContain(inside.word)
  await revoke()
  expect(await walkEverything({ cookie }, [inside.word, outside.word, HALFWAY])).toEqual([])
})

test('closes with the account, at once', async () => {
  await become('administrator', { kind: 'chain' })
  await database.db.user.update({ where: { id: account.userId }, data: { state: 'disabled', disabledAt: new Date() } })
  expect(await walk(plainForms, { cookie: account.cookie }, [inside.word, outside.word, HALFWAY])).toEqual([])
})
