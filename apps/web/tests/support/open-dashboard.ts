import { setTimeout } from 'node:timers/promises'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { totpCode } from '@counterfoil/services/sign-in'
import { createSetupLink } from '@counterfoil/services/users'
import type { Env } from '../../src/env.ts'
import { answerTrpc } from '../../src/server/answer-trpc.ts'
import { answerAuth } from '../../src/server/auth/answer-auth.ts'
import { answerFactor, answerFactorOptions } from '../../src/server/auth/answer-factor.ts'
import { answerSetup } from '../../src/server/auth/answer-setup.ts'
import { createContext, createRuntime, type Runtime } from '../../src/server/context.ts'
import { answerDocument, answerInspectionPhoto } from '../../src/server/devices/answer-document.ts'
import { answerDownload } from '../../src/server/downloads/answer-download.ts'
import { answerFile } from '../../src/server/funds/answer-file.ts'
import { answerClaim, answerPairing } from '../../src/server/screens/answer-wall.ts'
import { beginSso } from '../../src/server/sso/begin-sso.ts'
import { finishSso } from '../../src/server/sso/finish-sso.ts'
import type { SsoSettings } from '../../src/server/sso/sso-settings.ts'

export const origin = 'http://localhost:3000'
export const account = { name: 'Maria Vogel', email: 'm.vogel@chain.example', password: 'korrekt pferd batterie 7' } as const

export interface TestDashboard extends AsyncDisposable {
  readonly database: TestDatabase
  readonly runtime: Runtime
  /** Moves our own clock; better-auth keeps the real one. */
  readonly passMs: (ms: number) => void
  readonly nowMs: () => number
  readonly openBrowser: () => TestBrowser
  /** Another process over the same database; browsers keep their cookies. */
  readonly restart: () => Promise<void>
}

interface DashboardSettings {
  readonly publicOrigin?: string
  readonly sso?: SsoSettings | null
  /** Where evidence packages lie; none are handed out without. */
  readonly evidenceDir?: string | null
  /** Silent unless its log is wanted. */
  readonly logTo?: { write(line: string): void }
}

export function testSettings(databaseUrl: string): Env {
  const authSecret = 'a secret of tests, thirty-two or more'
  return {
    nodeEnv: 'test',
    databaseUrl,
    replicaUrl: null,
    webPort: 3000,
    hubPort: 4000,
    publicOrigin: origin,
    evidenceDir: null,
    metricsToken: null,
    sso: null,
    authSecret,
  }
}

/** The dashboard's server side over a fresh database, without Next. */
export async function openDashboard({
  publicOrigin = origin,
  sso = null,
  evidenceDir = null,
  logTo,
}: DashboardSettings = {}): Promise<TestDashboard> {
  const database = await openTestDatabase()
  let aheadMs = 0
  const nowMs = () => Date.now() + aheadMs
  const start = () => createRuntime({ ...testSettings(database.url), publicOrigin, sso, evidenceDir }, nowMs, logTo)
  let runtime = start()
  return {
    database,
    get runtime() {
      return runtime
    },
    nowMs,
    passMs: (ms) => {
      aheadMs += ms
    },
    openBrowser: () => createBrowser(() => runtime),
    restart: async () => {
      await runtime.close()
      runtime = start()
    },
    [Symbol.asyncDispose]: async () => {
      await runtime.close()
      await database.close()
    },
  }
}

export interface TestAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked at by the tests
  readonly body: any
  readonly setCookies: readonly string[]
}

export type TestBrowser = ReturnType<typeof createBrowser>

/** Keeps cookies as a browser does and sends what our pages send. */
function createBrowser(runtime: () => Runtime) {
  const jar = new Map<string, string>()
  const cookieHeader = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

  async function send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const { publicOrigin } = runtime().settings
    const request = new Request(publicOrigin + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: publicOrigin,
        'sec-fetch-site': 'same-origin',
        cookie: cookieHeader(),
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const response = await answererOf(path)(request, runtime())
    keep(response.headers.getSetCookie())
    return response
  }

  async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<TestAnswer> {
    const response = await send(path, body, headers)
    const setCookies = response.headers.getSetCookie()
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text), setCookies }
  }

  /** Follows a link to single sign-on or back from it; tells where it leads. */
  async function follow(path: string): Promise<string> {
    const request = new Request(origin + path, { headers: { cookie: cookieHeader() } })
    const response = await (path.startsWith('/api/sso/start') ? beginSso : finishSso)(request, runtime())
    keep(response.headers.getSetCookie())
    return response.headers.get('location') ?? ''
  }

  function keep(setCookies: readonly string[]): void {
    for (const cookie of setCookies) {
      const [pair = '', ...attributes] = cookie.split('; ')
      const cut = pair.indexOf('=')
      const gone = attributes.some((attribute) => /^max-age=0$/i.test(attribute))
      if (gone) jar.delete(pair.slice(0, cut))
      else jar.set(pair.slice(0, cut), pair.slice(cut + 1))
    }
  }

  return {
    jar,
    post,
    follow,
    person: async () => (await createContext(new Headers({ cookie: cookieHeader() }), runtime())).person,
    signIn: (password: string = account.password, email: string = account.email) =>
      post('/api/auth/sign-in/email', { email, password }),
    enrol: (password: string = account.password) => post('/api/auth/two-factor/enable', { password }),
    verifyCode: (code: string, more: object = {}) => post('/api/auth/two-factor/verify-totp', { code, ...more }),
    verifyRecoveryCode: (code: string, more: object = {}) => post('/api/auth/two-factor/verify-backup-code', { code, ...more }),
    /** A procedure, asked as our pages ask. */
    ask: (procedure: string, input?: unknown) => post(`/api/trpc/${procedure}`, input === undefined ? {} : { json: input }),
    /** A file too large for a procedure's answer. */
    download: async (asked: object) => {
      const response = await send('/api/download', asked)
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
    },
    showFactor: (shown: object) => post('/api/factor', shown),
    signOut: () => post('/api/auth/sign-out', {}),
  }
}

function answererOf(path: string) {
  if (path === '/api/setup') return answerSetup
  if (path === '/api/download') return answerDownload
  if (path === '/api/factor') return answerFactor
  if (path === '/api/factor/passkey-options') return answerFactorOptions
  if (path === '/api/wall/pairing') return answerPairing
  if (path === '/api/wall/claim') return answerClaim
  if (path.startsWith('/api/v1/funds/files?')) return answerFile
  if (path.startsWith('/api/v1/devices/documents?')) return answerDocument
  if (path.startsWith('/api/v1/inspections/photos?')) return answerInspectionPhoto
  return path.startsWith('/api/trpc/') ? answerTrpc : answerAuth
}

/** An account with its authenticator app; `code(0)` is the app's code now, `code(1)` the next. */
export interface EnrolledAccount {
  readonly browser: TestBrowser
  readonly recoveryCodes: readonly string[]
  readonly code: (stepsAhead?: number) => string
  /** The secret in the app, as its bytes. */
  readonly seed: string
}

/** At the end of a half minute waits for the next: a code of the step before would be two steps old when it is looked at. */
export async function roomInStep(): Promise<void> {
  const leftMs = 30_000 - (Date.now() % 30_000)
  if (leftMs < 1_500) await setTimeout(leftMs + 1)
}

/** Goes the way a person goes: link, account, password, authenticator. */
export async function enrolAccount(dashboard: TestDashboard): Promise<EnrolledAccount> {
  const browser = dashboard.openBrowser()
  await makeAccount(dashboard)
  await browser.signIn()
  const enrolment = await browser.enrol()
  const secret = decodeBase32(new URL(enrolment.body.totpURI).searchParams.get('secret') ?? '')
  const code = (stepsAhead = 0) => totpCode(secret, Math.floor(Date.now() / 30_000) + stepsAhead)
  // The step before now, so that tests may still use this one and the next.
  await roomInStep()
  const done = await browser.verifyCode(code(-1))
  if (done.status !== 200) throw new Error(`enrolment failed: ${JSON.stringify(done.body)}`)
  return { browser, recoveryCodes: enrolment.body.backupCodes, code, seed: secret }
}

export async function makeAccount(
  dashboard: TestDashboard,
  given: Partial<Record<keyof typeof account, string>> = {},
): Promise<TestAnswer> {
  const { token } = await createSetupLink(dashboard.runtime.systemServices('test'), { force: true })
  return dashboard.openBrowser().post('/api/setup', { token, ...account, ...given })
}

export function decodeBase32(text: string): string {
  const bits = [...text.replace(/=+$/, '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  return String.fromCharCode(...(bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
