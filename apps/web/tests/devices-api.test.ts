import { createInstallation, createStore } from '@counterfoil/db/testing'
import { emptyDescription } from '@counterfoil/services/devices'
import { type Reach, wholeChain } from '@counterfoil/services/permissions'
import { createToken } from '@counterfoil/services/tokens'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerDevice } from '../src/server/api/answer-device.ts'
import { answerDevices } from '../src/server/api/answer-devices.ts'
import { answerOpenApi } from '../src/server/api/answer-open-api.ts'
import { ApiDeviceDetail, ApiDevicePage, Refused, Registered } from '../src/server/api/device-schemas.ts'
import { readGuideCommands, requestOf } from './support/guide-commands.ts'
import { openDashboard, origin, type TestDashboard } from './support/open-dashboard.ts'
import { openThingMaker, type ThingMaker } from './support/things.ts'

let dashboard: TestDashboard
let things: ThingMaker
let storeId: number
let writer: string
let reader: string
beforeAll(async () => {
  dashboard = await openDashboard()
  await createInstallation(dashboard.database.db)
  things = await openThingMaker(dashboard.runtime.systemServices('test'))
  storeId = (await createStore(dashboard.database.db, { country: 'DE' })).id
  await createStore(dashboard.database.db, { country: 'FR' })
  writer = await token()
  reader = (await things.token()).token
})
afterAll(() => dashboard?.[Symbol.asyncDispose]())

const token = async (reach: Reach = wholeChain) =>
  (await createToken(things.owner, { name: 'CMDB', reach, days: 30, changesDevices: true })).token

interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly path?: string
  readonly as?: string | null
  readonly key?: string | null
  readonly body?: unknown
  readonly type?: string
}
let addresses = 0
async function ask({ method = 'GET', path = '', as = writer, key = null, body, type = 'application/json' }: Asked) {
  addresses += 1
  const headers = new Headers({ 'x-forwarded-for': `198.51.100.${addresses}` })
  if (as !== null) headers.set('authorization', `Bearer ${as}`)
  if (key !== null) headers.set('idempotency-key', key)
  if (body !== undefined) headers.set('content-type', type)
  const sent = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
  const request = new Request(`${origin}/api/v1/devices${path}`, { method, headers, body: sent })
  const response = await (/^\/\w/.test(path) ? answerDevice : answerDevices)(request, dashboard.runtime)
  expect(response.headers.get('cache-control')).toBe('no-store')
  return { status: response.status, body: await response.json() }
}
const described = (serial: string) => ({ ...emptyDescription, make: 'PAX', model: 'A920', serial })
const register = (serial: string, key: string, more: object = {}, as = writer) =>
  ask({ method: 'POST', as, key, body: { kind: 'terminal', description: described(serial), storeId, lane: '1', ...more } })
const countOf = async (serial: string) =>
  (await dashboard.database.pool.query('select from device where serial = $1', [serial])).rowCount

describe('a program', () => {
  it('registers a device once, however often and at once it asks with one key', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => register('API-1', 'order-0001')))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201])
    expect(new Set(answers.map(({ body }) => Registered.strict().parse(body).id)).size).toBe(1)
    expect(await countOf('API-1')).toBe(1)
    expect(await register('API-1', 'order-0001')).toEqual({ status: 200, body: answers[0]?.body })
    expect(await register('API-1b', 'order-0001')).toMatchObject({ status: 409, body: { code: 'KEY_USED_OTHERWISE' } })
    expect(await register('API-1', 'order-0002')).toMatchObject({ status: 409, body: { code: 'SERIAL_KNOWN' } })
    // Another's keys are its own.
    expect(await register('API-1c', 'order-0001', {}, await token())).toMatchObject({ status: 201 })
    const { rows } = await dashboard.database.pool.query(`select actor_type from audit_entry where action = 'device.registered'`)
    expect(rows).toEqual([{ actor_type: 'token' }, { actor_type: 'token' }])
  })

  it('reads one, changes it, and the same again changes nothing', async () => {
    const { id } = (await register('API-2', 'order-0100')).body
    const { status, body } = await ask({ path: `/${id}`, as: reader })
    expect(status).toBe(200)
    const { rev } = ApiDeviceDetail.strict().parse(body)
    const change = { rev, description: { ...described('API-2'), firmware: '3.1' } }
    const put = () => ask({ method: 'PUT', path: `/${id}`, body: change })
    expect(await put()).toMatchObject({ status: 200, body: { firmware: '3.1', rev: rev + 1 } })
    expect(await put()).toMatchObject({ status: 200, body: { firmware: '3.1', rev: rev + 1 } })
    const late = { rev, description: { ...described('API-2'), firmware: '2.9' } }
    expect(await ask({ method: 'PUT', path: `/${id}`, body: late })).toMatchObject({
      status: 409,
      body: { code: 'CHANGED_MEANWHILE' },
    })
  })

  it('turns the pages of a list, each device once and as described', async () => {
    for (const n of [1, 2, 3]) expect((await register(`PAGE-${n}`, `page-key-${n}`)).status).toBe(201)
    const seen: (string | null)[] = []
    let cursor = ''
    do {
      const { body } = await ask({ path: `?search=PAGE-&limit=2${cursor}`, as: reader })
      const page = ApiDevicePage.strict().parse(body)
      seen.push(...page.devices.map(({ serial }) => serial))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(seen).toEqual(['PAGE-1', 'PAGE-2', 'PAGE-3'])
    expect((await ask({ path: '?country=FR&search=PAGE-', as: reader })).body).toEqual({ devices: [], next: null })
    expect((await ask({ path: `?storeId=${storeId}&state=awaited&search=PAGE-`, as: reader })).body.devices).toHaveLength(3)
  })

  it('knows of nothing beyond its token’s reach', async () => {
    const { id } = (await register('API-3', 'order-0200')).body
    const elsewhere = await token({ kind: 'country', country: 'FR' })
    expect((await ask({ as: elsewhere })).body).toEqual({ devices: [], next: null })
    expect((await ask({ path: `/${id}`, as: elsewhere })).status).toBe(404)
    expect((await register('API-3b', 'order-0201', {}, elsewhere)).status).toBe(404)
    const { body } = await ask({ path: `/${id}` })
    const change = { rev: body.rev, description: described('API-3x') }
    expect((await ask({ method: 'PUT', path: `/${id}`, as: elsewhere, body: change })).status).toBe(404)
  })

  it.each<[string, () => Promise<{ status: number; body: { code: string } }>, number, string]>([
    ['without a token', () => ask({ as: null }), 401, 'TOKEN_MISSING'],
    ['with one that is none', () => ask({ as: 'cfk_none' }), 401, 'TOKEN_UNKNOWN'],
    ['that may only read', () => register('API-9', 'order-0900', {}, reader), 403, 'TOKEN_READS_ONLY'],
    ['without a key', () => ask({ method: 'POST', body: {} }), 400, 'KEY_MISSING'],
    ['with a field too many', () => register('API-9', 'order-0901', { extra: 1 }), 400, 'WRONG_INPUT'],
    ['with a lane of nowhere', () => register('API-9', 'order-0902', { storeId: null }), 400, 'WRONG_INPUT'],
    ['with half a letter', () => register('API-\ud800', 'order-0903'), 400, 'WRONG_INPUT'],
    ['with what is no JSON', () => ask({ method: 'POST', key: 'order-0904', body: '{' }), 400, 'NOT_JSON'],
    ['as a form', () => ask({ method: 'POST', key: 'order-0905', body: 'a=b', type: 'text/plain' }), 415, 'NOT_JSON'],
    ['for a page that is none', () => ask({ path: '?cursor=nonsense' }), 400, 'WRONG_INPUT'],
    ['for more than a page', () => ask({ path: '?limit=201' }), 400, 'WRONG_INPUT'],
    ['for a filter that is none', () => ask({ path: '?colour=red' }), 400, 'WRONG_INPUT'],
    ['for a region of no country', () => ask({ path: '?region=NRW' }), 400, 'WRONG_INPUT'],
    ['for a text PostgreSQL cannot hold', () => ask({ path: '?country=DE&region=a%00b' }), 400, 'WRONG_INPUT'],
    ['for a device that is none', () => ask({ path: '/none' }), 404, 'NO_DEVICE'],
    ['with a card number in it', () => register('4761 7390 0101 0010', 'order-0906'), 400, 'CARD_NUMBER'],
  ])('%s is refused and leaves no device', async (_, asked, status, code) => {
    const answer = await asked()
    expect(answer).toMatchObject({ status, body: { code } })
    Refused.loose().parse(answer.body)
    expect(await countOf('API-9')).toBe(0)
  })
})

it('describes exactly the requests it takes, each answer by its schema', async () => {
  const response = await answerOpenApi(new Request(`${origin}/api/v1/openapi.json`), dashboard.runtime)
  const told = await response.json()
  const operations = Object.entries(told.paths as Record<string, Record<string, { responses: object }>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => [`${method} ${path}`, Object.keys(responses).join(' ')]),
  )
  expect(Object.fromEntries(operations)).toEqual({
    'get /api/v1/devices': '200 400 401 403 429',
    'post /api/v1/devices': '200 201 400 401 403 404 409 429',
    'get /api/v1/devices/{id}': '200 401 403 404 429',
    'put /api/v1/devices/{id}': '200 400 401 403 404 409 429',
  })
  const device = told.paths['/api/v1/devices/{id}'].get.responses[200].content['application/json'].schema
  const { id } = (await register('API-4', 'order-0300')).body
  const { body } = await ask({ path: `/${id}` })
  expect(Object.keys(body).toSorted()).toEqual(Object.keys(device.properties).toSorted())
  expect(device.required.toSorted()).toEqual(Object.keys(device.properties).toSorted())
  expect(told.openapi).toMatch(/^3\.1\./)
})

describe('docs/guide/api.md', () => {
  it('shows commands that do what it says of them', async () => {
    const commands = readGuideCommands().filter((command) => command.includes('/api/v1/devices'))
    const variables = { COUNTERFOIL: origin, TOKEN: writer }
    const [register] = commands.filter((command) => command.includes(' -d '))
    const answer = await answerDevices(
      requestOf(register?.replace('"storeId":417', `"storeId":${storeId}`) ?? '', variables),
      dashboard.runtime,
    )
    expect(answer.status).toBe(201)
    const { id } = Registered.strict().parse(await answer.json())
    const questions = commands.filter((command) => !command.includes(' -d '))
    expect(questions).toHaveLength(2)
    for (const question of questions) {
      const request = requestOf(question.replace('/417', `/${id}`), variables)
      const told = await (question.includes('/417') ? answerDevice : answerDevices)(request, dashboard.runtime)
      expect(told.status, question).toBe(200)
    }
  })
})
