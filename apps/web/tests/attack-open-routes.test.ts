import { createSetupLink } from '@counterfoil/services/users'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routePermissions } from '../src/route-permissions.ts'
import { authBasePath, openEndpoints } from '../src/server/auth/open-endpoints.ts'
import { contentTypes, deepJson, depths, jsonTypes, withFieldTwice, wrongKinds } from './support/attack-bodies.ts'
import { textPayloads } from './support/attack-payloads.ts'
import { createTrace, readTables } from './support/attack-trace.ts'
import { withEach } from './support/input-samples.ts'
import {
  account,
  type EnrolledAccount,
  enrolAccount,
  openDashboard,
  type TestBrowser,
  type TestDashboard,
} from './support/open-dashboard.ts'

const { email, password } = account
const TOKEN = 'A'.repeat(43)

/** As a browser says what a passkey signed. */
const assertion = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
}

interface Door {
  /** As a page sends it. */
  readonly body: Readonly<Record<string, unknown>>
  /** How far who knocks is signed in. */
  readonly state: 'out' | 'challenged' | 'half' | 'in'
}

/** Every door beside the procedures. */
const doors: Readonly<Record<string, Door>> = {
  '/api/setup': { body: { token: TOKEN, ...account }, state: 'out' },
  [authBasePath + openEndpoints.signIn]: { body: { email, password, rememberMe: true, callbackURL: '/' }, state: 'out' },
  [authBasePath + openEndpoints.signOut]: { body: {}, state: 'out' },
  [authBasePath + openEndpoints.enrolTotp]: { body: { password, issuer: 'x' }, state: 'half' },
  [authBasePath + openEndpoints.verifyTotp]: { body: { code: '123456', trustDevice: false }, state: 'challenged' },
  [authBasePath + openEndpoints.verifyRecoveryCode]: { body: { code: 'abcde-fghij', trustDevice: false }, state: 'challenged' },
  [authBasePath + openEndpoints.passkeyOptions]: { body: {}, state: 'out' },
  [authBasePath + openEndpoints.passkeySignIn]: { body: { response: assertion }, state: 'out' },
  '/api/download': { body: { what: 'package', id: '0198c0de-0000-7000-8000-0000000000d1' }, state: 'in' },
  '/api/download?original': { body: { what: 'original', id: 999 }, state: 'in' },
  '/api/factor/passkey-options': { body: {}, state: 'in' },
  '/api/factor': { body: { kind: 'totp', code: '123456' }, state: 'in' },
  '/api/factor?password': { body: { kind: 'password', password }, state: 'in' },
  '/api/factor?recovery_code': { body: { kind: 'recovery_code', code: 'abcde-fghij' }, state: 'in' },
  '/api/factor?passkey': { body: { kind: 'passkey', response: assertion }, state: 'in' },
}

const trace = createTrace()
const secrets = [password, TOKEN]
let dashboard: TestDashboard
let enrolled: EnrolledAccount
let half: TestBrowser
let before: unknown

beforeAll(async () => {
  dashboard = await openDashboard({ logTo: trace.logTo })
  enrolled = await enrolAccount(dashboard)
  const { token } = await createSetupLink(dashboard.runtime.systemServices('test'), { force: true })
  await dashboard.openBrowser().post('/api/setup', { ...account, token, email: 'half@chain.example' })
  half = dashboard.openBrowser()
  await half.signIn(password, 'half@chain.example')
  before = await readTables(dashboard.database)
})
afterAll(() => dashboard[Symbol.asyncDispose]())

let addresses = 0
/** From an address of its own each time, and with no wrong tries behind it: limits have tests of their own. */
async function knock(path: string, body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const { state } = doors[path] ?? { state: 'out' }
  await dashboard.database.owner.query('delete from sign_in_failure')
  addresses += 1
  const address = `2001:db8:${addresses.toString(16)}::1`
  const browser = state === 'half' ? half : state === 'in' ? enrolled.browser : dashboard.openBrowser()
  if (state === 'challenged') await browser.post('/api/auth/sign-in/email', { email, password }, { 'x-forwarded-for': address })
  return (await browser.post(path.split('?', 1)[0] ?? path, body, { 'x-forwarded-for': address, ...headers })).status
}

const unharmed = async () => {
  expect(trace.leaks(secrets)).toEqual([])
  expect(await readTables(dashboard.database)).toEqual(before)
  expect(await enrolled.browser.person()).not.toBeNull()
}

it('knows every door', () => {
  const open = Object.values(openEndpoints).map((endpoint) => authBasePath + endpoint)
  // Links to and from an identity provider take no body: `single-sign-on.test.ts` attacks what they take.
  const links = ['/api/sso/callback', '/api/sso/start']
  // Doors of screens take no fields: `wall-pairing.test.ts` knocks at them from other pages and as a form.
  const screens = ['/api/wall/claim', '/api/wall/pairing']
  // It takes bytes of any kind: `bring-files.test.ts` brings bad ones.
  const files = ['/api/v1/devices/documents', '/api/v1/funds/files', '/api/v1/inspections/photos']
  // These take a token and nothing of a browser's: `devices-api.test.ts` asks them badly.
  const programs = ['/api/v1/devices', '/api/v1/devices/[id]', '/api/v1/openapi.json']
  const elsewhere = [
    '/api/auth/[...all]',
    '/api/csp-report',
    '/api/trpc/[trpc]',
    '/healthz',
    '/inspections/do/worker.js',
    '/metrics',
    '/readyz',
    ...links,
    ...screens,
    ...files,
    ...programs,
  ]
  const routes = Object.keys(routePermissions).filter((route) => !elsewhere.includes(route))
  expect([...new Set(Object.keys(doors).map((door) => door.split('?', 1)[0]))].sort()).toEqual([...routes, ...open].sort())
})

describe.each(Object.entries(doors))('%s', (path, { body }) => {
  const fields = Object.keys(body)

  it('refuses whatever is put into its texts, or takes it for a text', async () => {
    for (const [what, payload] of Object.entries(textPayloads)) {
      for (const field of [...fields, 'extra', '__proto__']) {
        const changed = withFieldTwice(
          Object.fromEntries(Object.entries(body).filter(([name]) => name !== field)),
          field,
          payload,
        )
        expect([what, field, await knock(path, changed.replace('{,', '{'))]).toEqual([what, field, expect.toSatisfy(isRefusal)])
      }
      for (const changed of withEach(body, 'string', payload))
        expect([what, changed, await knock(path, changed)]).toEqual([what, changed, expect.toSatisfy(isRefusal)])
    }
    await unharmed()
  })

  it('refuses what is no text where one belongs', async () => {
    for (const wrong of wrongKinds)
      for (const field of fields)
        expect([wrong, field, await knock(path, { ...body, [field]: wrong })]).toEqual([
          wrong,
          field,
          expect.toSatisfy(isRefusal),
        ])
    await unharmed()
  })

  it('refuses what is no object, and whatever is deep or without end', async () => {
    const bodies = ['', '7', 'null', '"x"', '[]', `[${JSON.stringify(body)}]`, '{', '\ufeff{}', '{"a":1}}', 'undefined']
    for (const each of [...bodies, ...depths.flatMap(deepJson), 'x'.repeat(1_000_000)]) {
      const status = await knock(path, each)
      expect([each.slice(0, 20), status]).toEqual([each.slice(0, 20), expect.toSatisfy(isRefusal)])
    }
    await unharmed()
  })

  it('takes JSON only, and reads it as nothing else', async () => {
    for (const type of contentTypes) {
      for (const each of [
        JSON.stringify(body),
        new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)])).toString(),
      ])
        expect([type, await knock(path, each, { 'content-type': type ?? '' })]).toEqual([type, 415])
    }
    for (const type of jsonTypes) expect(await knock(path, JSON.stringify(body), { 'content-type': type })).toBeLessThan(500)
    await unharmed()
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a neighbour on this machine', { origin: 'http://localhost:3001', 'sec-fetch-site': 'same-site' }],
    ['a page without origin', { origin: 'null' }],
    ['nowhere', { origin: '' }],
    ['an address that begins like ours', { origin: 'http://localhost:3000.evil.example' }],
    ['an address that ends like ours', { origin: 'http://evil-localhost:3000' }],
    ['our name without its port', { origin: 'http://localhost' }],
    ['our name by another scheme', { origin: 'https://localhost:3000' }],
    ['our name twice', { origin: 'http://localhost:3000, https://evil.example' }],
    ['a person who typed it', { 'sec-fetch-site': 'none' }],
  ])('answers nothing to %s', async (_what, headers) => {
    const sent = { 'x-http-method-override': 'POST', 'x-method-override': 'POST', referer: 'http://localhost:3000/', ...headers }
    expect(await knock(path, body, sent)).toBe(403)
    await unharmed()
  })
})

function isRefusal(status: unknown): boolean {
  return typeof status === 'number' && status < 500
}
