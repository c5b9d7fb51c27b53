import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createStore } from '@counterfoil/db/testing'
import { changeAccess, wholeChain } from '@counterfoil/services/permissions'
import { deriveHubKeys, registerHubKeys } from '@counterfoil/services/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerFile } from '../src/server/funds/answer-file.ts'
import { type EnrolledAccount, enrolAccount, openDashboard, origin, type TestDashboard } from './support/open-dashboard.ts'
import { openThingMaker, type ThingMaker } from './support/things.ts'

let dashboard: TestDashboard
let things: ThingMaker
let person: EnrolledAccount
beforeAll(async () => {
  dashboard = await openDashboard()
  await registerHubKeys(dashboard.runtime.systemServices('hub'), [deriveHubKeys(new Uint8Array(32))])
  things = await openThingMaker(dashboard.runtime.systemServices('test'))
  person = await enrolAccount(dashboard)
  await createStore(dashboard.database.db, { country: 'DE' })
})
afterAll(() => dashboard[Symbol.asyncDispose]())

interface Brought {
  readonly query?: string
  readonly headers?: Record<string, string | undefined>
  readonly body?: BodyInit
}
let addresses = 0
/** As our page sends it, unless told otherwise. */
async function bring({ query = 'name=a.csv', headers = {}, body = 'x\n' }: Brought = {}) {
  const cookie = [...person.browser.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  addresses += 1
  const own = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/octet-stream', cookie }
  const sent = Object.entries({ ...own, 'x-forwarded-for': `198.51.100.${addresses}`, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  )
  // `duplex` is Node's own: bodies that stream need it.
  const init = { method: 'POST', headers: sent, body, duplex: 'half' }
  const request = new Request(`${origin}/api/v1/funds/files?${query}`, init)
  const response = await answerFile(request, dashboard.runtime)
  expect(response.headers.get('cache-control')).toBe('no-store')
  return { status: response.status, body: await response.json() }
}
const files = async () =>
  (await dashboard.database.pool.query('select name, sha256, received_via, received_by from funds_file order by id')).rows
const foreign = { origin: undefined, 'sec-fetch-site': undefined, cookie: undefined }

describe('a file that is brought', () => {
  it('over the dashboard is kept under its name and whoever brought it, and the same bytes again are told', async () => {
    const first = await bring({ query: 'name=Abrechnung%20M%C3%A4rz.csv', body: 'one\n' })
    expect(first).toEqual({ status: 201, body: { id: expect.any(Number), state: 'stored', sameAs: null } })
    expect(await bring({ body: 'one\n' })).toEqual({
      status: 200,
      body: { id: expect.any(Number), state: 'duplicate', sameAs: first.body.id },
    })
    const { id } = (await person.browser.person()) ?? { id: '' }
    expect((await files())[0]).toEqual({
      name: 'Abrechnung März.csv',
      sha256: createHash('sha256').update('one\n').digest(),
      received_via: 'upload',
      received_by: id,
    })
    const shown = await person.browser.ask('fundsFiles.get', { id: first.body.id })
    expect(shown.body.result.data.json).toMatchObject({ name: 'Abrechnung März.csv', receivedBy: 'Maria Vogel', state: 'stored' })
  })

  it('with a token needs no cookie and no Origin, and is the token’s', async () => {
    const { id, token } = await things.token()
    const { status } = await bring({ headers: { ...foreign, authorization: `Bearer ${token}` }, body: 'two\n' })
    expect(status).toBe(201)
    expect((await files()).at(-1)).toMatchObject({ received_via: 'token', received_by: `token ${id}` })
    const part = await things.token({ kind: 'country', country: 'DE' })
    expect((await bring({ headers: { ...foreign, authorization: `Bearer ${part.token}` } })).status).toBe(403)
    expect((await bring({ headers: { ...foreign, authorization: 'Bearer cfk_none' } })).status).toBe(401)
  })

  it.each<[string, Brought, number, string]>([
    ['from another page', { headers: { origin: 'https://evil.example' } }, 403, 'FOREIGN_ORIGIN'],
    ['from no page', { headers: { origin: undefined } }, 403, 'FOREIGN_ORIGIN'],
    ['as a form', { headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 415, 'NOT_BYTES'],
    ['as a text', { headers: { 'content-type': 'text/plain' } }, 415, 'NOT_BYTES'],
    ['without a name', { query: '' }, 400, 'NAME_MISSING'],
    ['with a name that has a zero in it', { query: 'name=a%00b' }, 400, 'NAME_MISSING'],
    ['without anything in it', { body: '' }, 400, 'FILE_EMPTY'],
    ['larger than any report', { headers: { 'content-length': String(600 * 1024 * 1024) } }, 413, 'FILE_TOO_LARGE'],
    ['by nobody', { headers: { cookie: undefined } }, 401, 'UNAUTHORIZED'],
  ])('%s is refused and leaves nothing', async (_, brought, status, code) => {
    const before = await files()
    expect(await bring(brought)).toMatchObject({ status, body: { code } })
    expect(await files()).toEqual(before)
  })

  it('that breaks off leaves nothing', async () => {
    const before = await files()
    const broken = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(2_000_000)),
      pull: (controller) => controller.error(new Error('gone')),
    })
    expect((await bring({ body: broken })).status).toBe(500)
    expect(await files()).toEqual(before)
  })

  it('by an auditor is refused and recorded', async () => {
    const { id } = (await person.browser.person()) ?? { id: '' }
    const access = (role: 'auditor' | 'administrator') =>
      changeAccess({ pool: dashboard.database.pool }, id, { role, reach: wholeChain })
    await access('auditor')
    expect((await bring()).status).toBe(403)
    const { rows } = await dashboard.database.pool.query(
      `select reason from audit_entry where action = 'access.refused' and target_type = 'route'`,
    )
    expect(rows.at(-1)).toEqual({ reason: 'permission_missing' })
    await access('administrator')
  })

  it('goes through a route that says what it needs', () => {
    const route = readFileSync(new URL('../src/app/api/v1/funds/files/route.ts', import.meta.url), 'utf8')
    expect(route).toContain('answerFile')
  })
})
