import { createStore } from '@counterfoil/db/testing'
import { totpCode } from '@counterfoil/services/sign-in'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appRouter } from '../src/server/root.ts'
import type { ProcedureMeta } from '../src/server/trpc.ts'
import {
  account,
  decodeBase32,
  type EnrolledAccount,
  enrolAccount,
  openDashboard,
  roomInStep,
  type TestAnswer,
  type TestBrowser,
  type TestDashboard,
} from './support/open-dashboard.ts'

const DAY_MS = 24 * 3_600_000
const guest = { name: 'Otto Guest', email: 'otto@chain.example', password: 'ganz andere woerter 41' } as const
const auditor = { role: 'auditor', reach: { kind: 'chain' } } as const

let dashboard: TestDashboard
let admin: EnrolledAccount
beforeEach(async () => {
  dashboard = await openDashboard()
  admin = await enrolAccount(dashboard)
})
afterEach(() => dashboard[Symbol.asyncDispose]())

const told = (answer: TestAnswer) => answer.body.result?.data.json
const reasonOf = (answer: TestAnswer) => answer.body.error?.json.data.reason
const adminId = async () => (await admin.browser.person())?.id ?? ''

interface Guest {
  readonly id: string
  readonly browser: TestBrowser
  /** A code of the app whose step no sign-in has used yet. */
  readonly code: () => string
}

async function enrol(browser: TestBrowser, password: string): Promise<() => string> {
  const enrolment = await browser.enrol(password)
  const secret = decodeBase32(new URL(enrolment.body.totpURI).searchParams.get('secret') ?? '')
  await roomInStep()
  let step = Math.floor(Date.now() / 30_000) - 1
  const code = () => totpCode(secret, step++)
  expect((await browser.verifyCode(code())).status).toBe(200)
  return code
}

/** Invited by the administrator, and enrolled as a person does. */
async function inviteGuest(access: object = auditor): Promise<Guest> {
  const { token } = told(await admin.browser.ask('people.invite', { email: guest.email, ...access }))
  const browser = dashboard.openBrowser()
  expect((await browser.post('/api/setup', { token, name: guest.name, password: guest.password })).status).toBe(200)
  await browser.signIn(guest.password, guest.email)
  const code = await enrol(browser, guest.password)
  return { id: (await browser.person())?.id ?? '', browser, code }
}

async function signIn({ code }: Guest, password: string = guest.password): Promise<TestAnswer> {
  const browser = dashboard.openBrowser()
  const first = await browser.signIn(password, guest.email)
  return first.status === 200 ? browser.verifyCode(code()) : first
}

describe('somebody invited', () => {
  it('sees what their role and reach give them and nothing of people', async () => {
    const [koeln, rennes] = [
      await createStore(dashboard.database.db, { country: 'DE' }),
      await createStore(dashboard.database.db, { country: 'FR' }),
    ]
    const { browser } = await inviteGuest({ role: 'technician', reach: { kind: 'country', country: 'DE' } })
    expect((await browser.ask('stores.get', { storeId: koeln.id })).status).toBe(200)
    expect((await browser.ask('stores.get', { storeId: rennes.id })).status).toBe(404)
    expect((await browser.ask('payments.list', { filter: { scope: { kind: 'chain' } } })).status).toBe(403)
    expect(reasonOf(await browser.ask('people.list', {}))).toBe('permission_missing')
  })

  it('as an auditor of the whole chain reads about people and changes nothing', async () => {
    const { id, browser } = await inviteGuest()
    expect(told(await browser.ask('people.list', {})).people).toHaveLength(2)
    for (const [verb, input] of [
      ['invite', { email: 'more@chain.example', ...auditor }],
      ['changeAccess', { id, role: 'administrator', reach: { kind: 'chain' } }],
      ['disable', { id: await adminId() }],
      ['reset', { id: await adminId() }],
      ['endSessions', { id: await adminId() }],
    ] as const)
      expect(reasonOf(await browser.ask(`people.${verb}`, input))).toBe('permission_missing')
  })

  it('as an administrator of one country is refused people altogether', async () => {
    await createStore(dashboard.database.db, { country: 'DE' })
    const { browser } = await inviteGuest({ role: 'administrator', reach: { kind: 'country', country: 'DE' } })
    expect(reasonOf(await browser.ask('people.list', {}))).toBe('whole_chain_only')
    expect(reasonOf(await browser.ask('people.disable', { id: await adminId() }))).toBe('whole_chain_only')
  })
})

describe('changing people', () => {
  it('asks for a fresh factor in every procedure that changes something, and records it', () => {
    const procedures = appRouter._def.procedures as unknown as Record<
      string,
      { readonly _def: { readonly type: string; readonly meta: ProcedureMeta } }
    >
    const changes = Object.entries(procedures).filter(
      ([path, { _def }]) => path.startsWith('people.') && _def.type === 'mutation',
    )
    expect(changes).toHaveLength(8)
    for (const [path, { _def }] of changes) {
      expect([path, _def.meta.fresh]).toEqual([path, true])
      expect([path, _def.meta.audit]).not.toEqual([path, 'unlogged'])
    }
  })

  it('is refused to whoever showed a factor longer ago', async () => {
    const { id } = await inviteGuest()
    dashboard.passMs(5 * 60_000 + 1)
    expect(reasonOf(await admin.browser.ask('people.disable', { id }))).toBe('factor_wanted')
  })

  it('takes ids of accounts for accounts and ids of invitations for invitations', async () => {
    const person = await inviteGuest()
    const invited = told(await admin.browser.ask('people.invite', { email: 'new@chain.example', ...auditor }))
    const reset = told(await admin.browser.ask('people.reset', { id: person.id }))
    for (const verb of ['get', 'disable', 'reset', 'enable', 'endSessions'])
      expect((await admin.browser.ask(`people.${verb}`, { id: invited.id })).status).toBe(404)
    for (const id of [person.id, reset.id]) expect((await admin.browser.ask('people.revokeInvitation', { id })).status).toBe(404)
    expect((await admin.browser.ask('people.acknowledgeBreakGlass', { id: invited.id })).status).toBe(404)
  })

  it('never tells a hash, a secret or a session’s token', async () => {
    const { id } = await inviteGuest()
    const answers = [
      await admin.browser.ask('people.list', {}),
      await admin.browser.ask('people.get', { id }),
      await admin.browser.ask('people.invitations'),
    ]
    const text = JSON.stringify(answers.map(told))
    const { rows } = await dashboard.database.owner.query<{ secret: string }>(
      `select password as secret from account union all select token from session union all select secret from two_factor
       union all select encode(token_hash, 'hex') from setup_link`,
    )
    expect(rows.length).toBeGreaterThan(4)
    for (const { secret } of rows) expect(text).not.toContain(secret)
  })
})

describe('somebody disabled', () => {
  it('is signed out by the next question and cannot sign in until they are enabled', async () => {
    const person = await inviteGuest()
    expect((await person.browser.ask('stores.scopes')).status).toBe(200)
    expect((await admin.browser.ask('people.disable', { id: person.id })).status).toBe(200)
    expect((await person.browser.ask('stores.scopes')).status).toBe(401)
    const refused = await signIn(person)
    expect([refused.status, refused.body.code]).toEqual([403, 'ACCOUNT_DISABLED'])
    expect((await admin.browser.ask('people.enable', { id: person.id })).status).toBe(200)
    expect((await signIn(person)).status).toBe(200)
  })
})

describe('somebody reset', () => {
  it('has no use of what they had, and begins anew with the link', async () => {
    const person = await inviteGuest()
    const { token } = told(await admin.browser.ask('people.reset', { id: person.id }))
    expect((await person.browser.ask('stores.scopes')).status).toBe(401)
    expect((await signIn(person)).status).toBe(401)

    const browser = dashboard.openBrowser()
    const again = await browser.post('/api/setup', { token, password: guest.password })
    expect([again.status, again.body.code]).toEqual([400, 'PASSWORD_USED_BEFORE'])
    const password = 'etwas voellig neues 88'
    expect((await browser.post('/api/setup', { token, password })).status).toBe(200)
    expect((await browser.signIn(password, guest.email)).status).toBe(200)
    // One factor opens nothing: the old app is forgotten, so a new one is connected first.
    expect((await browser.ask('stores.scopes')).status).toBe(403)
    await enrol(browser, password)
    expect((await browser.ask('stores.scopes')).status).toBe(200)
    expect((await browser.person())?.access).toEqual(auditor)
  })
})

describe('an account nobody used for 90 days', () => {
  it('is disabled when somebody signs in with it, whether or not a hub has looked', async () => {
    const person = await inviteGuest()
    dashboard.passMs(90 * DAY_MS + 60_000)
    const refused = await signIn(person)
    expect([refused.status, refused.body.code]).toEqual([403, 'ACCOUNT_DISABLED'])
    expect(await dashboard.database.db.user.findUnique({ where: { id: person.id } })).toMatchObject({
      state: 'disabled',
      disabledReason: 'unused',
    })
  })

  it('stays open when it is the last administrator’s', async () => {
    await inviteGuest()
    dashboard.passMs(90 * DAY_MS + 60_000)
    const browser = dashboard.openBrowser()
    await browser.signIn()
    expect((await browser.verifyCode(admin.code())).status).toBe(200)
    expect((await browser.person())?.email).toBe(account.email)
  })
})
