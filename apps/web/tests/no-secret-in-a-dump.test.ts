import { createHash, randomBytes } from 'node:crypto'
import { createKeyPair, signText } from '@counterfoil/audit'
import { createInstallation, createStore } from '@counterfoil/db/testing'
import { enrolmentText } from '@counterfoil/protocol'
import { createJoinCode, enrolAgent } from '@counterfoil/services/agents'
import { raiseCardAlarm } from '@counterfoil/services/card-alarms'
import { addPull } from '@counterfoil/services/funds/pulls'
import { openPairing } from '@counterfoil/services/screens'
import { findSession, hashSessionToken } from '@counterfoil/services/sessions'
import { createSetupLink } from '@counterfoil/services/users'
import { deriveHubKeys, findSealer, formatHubSecret, registerHubKeys } from '@counterfoil/services/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dumpRows, tablesWith } from './support/dump-rows.ts'
import { account, enrolAccount, openDashboard, type TestBrowser, type TestDashboard } from './support/open-dashboard.ts'
import { openThingMaker } from './support/things.ts'

const cookie = ({ jar }: TestBrowser, name: string) =>
  decodeURIComponent(jar.get(`counterfoil.${name}`) ?? '').split('.')[0] ?? ''

/** One of each secret there is, made by the code that makes it; what else there may be is a line here. */
async function makeSecrets(dashboard: TestDashboard): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const { runtime, database } = dashboard
  const services = runtime.systemServices('test')
  const secrets = new Map<string, string | Uint8Array>([
    ['password', account.password],
    ['dashboard secret', runtime.settings.authSecret],
  ])

  const enrolled = await enrolAccount(dashboard)
  secrets.set('authenticator seed', enrolled.seed)
  for (const [index, code] of enrolled.recoveryCodes.entries()) secrets.set(`recovery code ${index + 1}`, code)
  secrets.set('session token', cookie(enrolled.browser, 'session_token'))
  const begun = await enrolled.browser.ask('account.beginAuthenticator')
  secrets.set('seed of an authenticator to come', begun.body.result.data.json.secret)

  const half = dashboard.openBrowser()
  await half.signIn()
  secrets.set('challenge of a half sign-in', cookie(half, 'two_factor'))
  secrets.set('mistyped password', 'korrekt pferd batterie 8')
  await dashboard.openBrowser().signIn('korrekt pferd batterie 8')
  await half.verifyCode('000000')

  secrets.set('set-up link', (await createSetupLink(services, { force: true })).token)

  await createInstallation(database.db)
  const store = await createStore(database.db)
  secrets.set('join code', (await createJoinCode(services, store.id)).code.slice(4))
  const { code } = await createJoinCode(services, store.id)
  secrets.set('used join code', code.slice(4))
  const pair = createKeyPair()
  const host = { hostname: 'pc-1', platform: 'linux-x64', version: '0.1.0' }
  const unsigned = { code, publicKey: pair.publicKey, name: 'back office', host }
  const answer = await enrolAgent(services, { ...unsigned, signature: signText(pair.privateKey, enrolmentText(unsigned)) })
  expect(answer.ok).toBe(true)
  secrets.set('agent’s private key', Buffer.from(pair.privateKey, 'base64').subarray(-32))

  const things = await openThingMaker(services)
  const { token } = await things.token()
  secrets.set('API token', token).set('API token without its prefix', token.slice(4))
  const screen = await things.screen()
  secrets.set('screen’s cookie', screen.cookie.slice(screen.cookie.indexOf('=') + 1))
  const waiting = await openPairing(services, null)
  secrets.set('pairing code', waiting.code).set('claim of a waiting screen', waiting.claim)

  const hubSecret = randomBytes(32)
  const keys = deriveHubKeys(hubSecret)
  await registerHubKeys(services, [keys])
  secrets.set('hub secret', hubSecret).set('hub secret as written', formatHubSecret(hubSecret))
  for (const [kind, { privateKey }] of Object.entries(keys))
    secrets.set(`private ${kind} key`, privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32))
  const bank = {
    name: 'bank',
    host: 'sftp.bank.example',
    user: 'chain',
    secretKind: 'password',
    secret: 'open at the bank',
  } as const
  await addPull(services, bank)
  secrets.set('SFTP password', bank.secret)
  const content = 'call Ada back, her card is 4761739001010010'
  const found = { place: 'payment.opened.details.note', storeId: store.id, agentId: null, terminalId: null, till: null }
  await raiseCardAlarm({ ...services, sealer: await findSealer(services) }, database.pool, {
    ...found,
    source: { kind: 'person', id: 'p' },
    numbers: ['476173******0010'],
    count: 1,
    content: { what: 'input', exact: content },
  })
  secrets.set('sealed words with a card number', content).set('card number', '4761739001010010')
  return secrets
}

describe('a dump of the database', () => {
  let dashboard: TestDashboard
  let secrets: ReadonlyMap<string, string | Uint8Array>
  let dump: ReadonlyMap<string, string>
  beforeAll(async () => {
    dashboard = await openDashboard()
    secrets = await makeSecrets(dashboard)
    dump = await dumpRows(dashboard.database.owner)
  })
  afterAll(() => dashboard[Symbol.asyncDispose]())

  it('holds what is no secret, so that this test would find it', () => {
    expect(tablesWith(dump, account.email)).toContain('user')
    expect(tablesWith(dump, hashSessionToken(secrets.get('session token') as string))).toEqual(['session'])
    const hashed = createHash('sha256')
      .update(secrets.get('API token') as string)
      .digest()
    expect(tablesWith(dump, hashed)).toEqual(['api_token'])
    const vault = deriveHubKeys(secrets.get('hub secret') as Uint8Array).vault
    expect(tablesWith(dump, vault.publicKey)).toEqual(['server_key'])
    // In the bytes of the record, which stand there in hexadecimal.
    expect(tablesWith(dump, `vault/${vault.id}`)).toEqual(['audit_entry'])
    expect(dump.size).toBeGreaterThan(40)
    expect(dump.get('card_alarm_content')).toContain('x43465301')
  })

  it('holds none of the secrets, in whatever way it may be written', () => {
    expect(secrets.size).toBeGreaterThanOrEqual(30)
    for (const [name, secret] of secrets) {
      expect(secret.length, name).toBeGreaterThanOrEqual(6)
      expect([name, ...tablesWith(dump, secret)]).toEqual([name])
    }
  })

  it('lets nobody in who brings from it what stands for a session', async () => {
    const { pool } = dashboard.database
    const cookieOf = (token: string) => `counterfoil.session_token=${token}.c2lnbmF0dXJl`
    const find = (token: string) => findSession({ pool, now: () => new Date() }, cookieOf(token))
    const token = secrets.get('session token') as string
    expect(await find(token)).not.toBeNull()
    expect(await find(hashSessionToken(token))).toBeNull()
  })
})
