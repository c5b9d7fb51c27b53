import { readFileSync } from 'node:fs'
import { createStore } from '@counterfoil/db/testing'
import { revokeToken } from '@counterfoil/services/tokens'
import { deriveHubKeys, registerHubKeys } from '@counterfoil/services/vault'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerTrpc } from '../src/server/answer-trpc.ts'
import { createContext } from '../src/server/context.ts'
import { answerFile } from '../src/server/funds/answer-file.ts'
import { answerPairing } from '../src/server/screens/answer-wall.ts'
import { readGuideCommands, requestOf } from './support/guide-commands.ts'
import { type EnrolledAccount, enrolAccount, openDashboard, origin, type TestDashboard } from './support/open-dashboard.ts'
import { openThingMaker, type ThingMaker } from './support/things.ts'

let dashboard: TestDashboard
let things: ThingMaker
let person: EnrolledAccount
let koeln: number
let rennes: number
beforeAll(async () => {
  dashboard = await openDashboard()
  things = await openThingMaker(dashboard.runtime.systemServices('test'))
  person = await enrolAccount(dashboard)
  koeln = (await createStore(dashboard.database.db, { country: 'DE', region: 'NRW' })).id
  rennes = (await createStore(dashboard.database.db, { country: 'FR', region: 'Bretagne', timeZone: 'Europe/Paris' })).id
})
afterAll(() => dashboard[Symbol.asyncDispose]())

let addresses = 0
const elsewhere = () => {
  addresses += 1
  return `198.51.100.${addresses}`
}
/** As a program sends it: no cookie, no Origin. */
async function ask(path: string, input: unknown, headers: Record<string, string>) {
  const response = await answerTrpc(
    new Request(`${origin}/api/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': elsewhere(), ...headers },
      body: JSON.stringify({ json: input }),
    }),
    dashboard.runtime,
  )
  return { status: response.status, headers: response.headers, body: await response.json() }
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const cookies = (given: EnrolledAccount) => [...given.browser.jar].map(([name, value]) => `${name}=${value}`).join('; ')
const NO_ID = '0198c0de-0000-7000-8000-000000000001'

describe('a token', () => {
  it('asks with its own reach: of A about B is answered like nothing at all', async () => {
    const { token } = await things.token({ kind: 'country', country: 'DE' })
    const stores = await ask('stores.list', { scope: { kind: 'chain' } }, bearer(token))
    expect(stores.body.result.data.json).toMatchObject([{ storeId: koeln }])
    expect((await ask('stores.get', { storeId: koeln }, bearer(token))).status).toBe(200)
    const beyond = await ask('stores.get', { storeId: rennes }, bearer(token))
    const none = await ask('stores.get', { storeId: 999_999 }, bearer(token))
    expect(beyond.status).toBe(404)
    expect(JSON.stringify(beyond.body).replace(`number ${rennes}`, 'it')).toBe(
      JSON.stringify(none.body).replace('number 999999', 'it'),
    )
  })

  it.each([
    ['live.snapshot', { scope: { kind: 'chain' } }],
    ['account.get', undefined],
    ['tokens.list', undefined],
    ['tokens.create', { name: 'more', reach: { kind: 'chain' }, days: 1 }],
    ['tokens.revoke', { id: NO_ID }],
    ['screens.list', undefined],
  ])('may not ask %s', async (path, input) => {
    const { token } = await things.token()
    expect((await ask(path, input, bearer(token))).status).toBe(403)
  })

  it('leaves a refusal in the record under its own id', async () => {
    const { id, token } = await things.token()
    await ask('tokens.list', undefined, bearer(token))
    const { rows } = await dashboard.database.pool.query(
      `select actor_type, outcome from audit_entry where action = 'access.refused' and actor_id = $1`,
      [id],
    )
    expect(rows).toEqual([{ actor_type: 'token', outcome: 'refused' }])
  })

  it('counts for procedures only: to pages and other routes it is nobody', async () => {
    const { token } = await things.token()
    const context = await createContext(new Headers(bearer(token)), dashboard.runtime)
    expect(context).toMatchObject({ asker: null, person: null })
    const headers = { ...bearer(token), 'content-type': 'application/json' }
    const pairing = await answerPairing(
      new Request(`${origin}/api/wall/pairing`, { method: 'POST', headers, body: '{}' }),
      dashboard.runtime,
    )
    expect(pairing.status).toBe(403)
  })
})

describe('a request with an Authorization header', () => {
  it('is asked as the token, whoever’s cookies come with it', async () => {
    const { token } = await things.token()
    const headers = { ...bearer(token), cookie: cookies(person), origin }
    expect((await person.browser.post('/api/trpc/tokens.list', {})).status).toBe(200)
    expect((await ask('tokens.list', undefined, headers)).status).toBe(403)
    const { cookie } = await things.screen()
    expect((await ask('live.snapshot', { scope: { kind: 'chain' } }, { ...bearer(token), cookie })).status).toBe(403)
  })

  it('is nobody with a wrong token, whoever’s cookies come with it', async () => {
    for (const authorization of ['Bearer cfk_x', 'Basic dTpw', '']) {
      const answer = await ask('tokens.list', undefined, { authorization, cookie: cookies(person), origin })
      expect(answer).toMatchObject({ status: 401, body: { code: 'TOKEN_UNKNOWN' } })
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it('needs JSON as every other', async () => {
    const { token } = await things.token()
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])
      expect((await ask('stores.scopes', undefined, { ...bearer(token), 'content-type': type })).status).toBe(415)
  })

  it('says in its refusal why, and when to come back', async () => {
    const { id, token } = await things.token()
    await revokeToken(things.owner, { id })
    expect(await ask('stores.scopes', undefined, bearer(token))).toMatchObject({ status: 401, body: { code: 'TOKEN_REVOKED' } })
    const address = { 'x-forwarded-for': '203.0.113.9' }
    for (let tries = 0; tries < 30; tries += 1) await ask('stores.scopes', undefined, { ...bearer('cfk_x'), ...address })
    const good = await things.token()
    const closed = await ask('stores.scopes', undefined, { ...bearer(good.token), ...address })
    expect(closed).toMatchObject({ status: 429, body: { code: 'TOKEN_ADDRESS_CLOSED' } })
    expect(closed.headers.get('retry-after')).toMatch(/^[12]$/)
    expect((await ask('stores.scopes', undefined, bearer(good.token))).status).toBe(200)
  })

  it('ends with the account it belongs to', async () => {
    const { token } = await things.token()
    expect((await ask('stores.scopes', undefined, bearer(token))).status).toBe(200)
    await dashboard.database.pool.query(`update "user" set state = 'disabled', disabled_at = now() where id = $1`, [
      things.ownerId,
    ])
    const refused = await ask('stores.scopes', undefined, bearer(token))
    await dashboard.database.pool.query(`update "user" set state = 'active', disabled_at = null where id = $1`, [things.ownerId])
    expect(refused).toMatchObject({ status: 401, body: { code: 'TOKEN_OWNER_DISABLED' } })
  })
})

describe('the pages’ way to a token', () => {
  const make = (days: number) =>
    person.browser.post('/api/trpc/tokens.create', { json: { name: 'ERP', reach: { kind: 'chain' }, days } })

  it('asks for a factor shown within five minutes', async () => {
    expect((await make(30)).status).toBe(200)
    dashboard.passMs(5 * 60_000 + 1_000)
    const stale = await make(30)
    dashboard.passMs(-5 * 60_000 - 1_000)
    expect(stale.body.error.json.data).toMatchObject({ code: 'FORBIDDEN', reason: 'factor_wanted' })
  })

  it('gives a token that works at once, for a year at most', async () => {
    const made = superjson.deserialize<{ token: string; expiresAt: Date }>((await make(365)).body.result.data)
    expect(made.expiresAt.getTime()).toBeLessThanOrEqual(dashboard.nowMs() + 365 * 24 * 3_600_000)
    expect((await ask('stores.scopes', undefined, bearer(made.token))).status).toBe(200)
    expect((await make(366)).body.error.json.data).toMatchObject({ code: 'BAD_REQUEST', fields: ['days'] })
  })
})

describe('docs/guide/api.md', () => {
  const guide = readFileSync(new URL('../../../docs/guide/api.md', import.meta.url), 'utf8')
  const blocks = readGuideCommands()
  const isQuestion = (block: string) => block.includes('/api/trpc/')
  // Those about devices are tried where devices are: apps/web/tests/devices-api.test.ts.
  const isFile = (block: string) => block.includes('/api/v1/funds/')

  it.each(blocks.filter(isQuestion))('%s', async (block) => {
    const { token } = await things.token()
    const response = await answerTrpc(requestOf(block, { COUNTERFOIL: origin, TOKEN: token }), dashboard.runtime)
    expect(response.status).toBe(200)
    expect(Object.keys(await response.json())).toEqual(['result'])
  })

  it.each(blocks.filter(isFile))('%s', async (block) => {
    await registerHubKeys(dashboard.runtime.systemServices('hub'), [deriveHubKeys(new Uint8Array(32))])
    const { token } = await things.token()
    const response = await answerFile(requestOf(block, { COUNTERFOIL: origin, TOKEN: token }), dashboard.runtime)
    expect(response.status).toBe(201)
    expect(Object.keys(await response.json())).toEqual(Object.keys(JSON.parse(/`({"id":417[^`]+)`/.exec(guide)?.[1] ?? '')))
  })

  it('shows the envelope as it is, and the end of a list', async () => {
    const shown = JSON.parse(/```json\n([^`]+)```/.exec(guide)?.[1] ?? '')
    const { token } = await things.token({ kind: 'stores', storeIds: [koeln] })
    expect((await ask('payments.list', { filter: { scope: { kind: 'chain' } }, limit: 200 }, bearer(token))).body).toEqual(shown)
    expect((await ask('payments.list', { filter: { scope: { kind: 'chain' } }, limit: 201 }, bearer(token))).status).toBe(400)
  })

  it('has an example to try', () => {
    expect(blocks.length).toBeGreaterThan(1)
  })
})
