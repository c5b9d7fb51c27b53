import { randomFillSync } from 'node:crypto'
import {
  createPool,
  createPrisma,
  createReadReplica,
  followReplica,
  MIGRATING,
  type Prisma,
  type ReadReplica,
} from '@counterfoil/db'
import { type Actor, createIdMaker, type RequestOrigin, type ServiceContext } from '@counterfoil/services'
import { findScreen } from '@counterfoil/services/screens'
import { cookieKindsOf } from '@counterfoil/services/sessions'
import type { FactorKit } from '@counterfoil/services/sign-in'
import { admitToken } from '@counterfoil/services/tokens'
import { registerDashboardSecret } from '@counterfoil/services/vault'
import type pino from 'pino'
import { collectDefaultMetrics } from 'prom-client'
import { type Env, readEnv } from '../env.ts'
import { type Auth, createAuth } from './auth/create-auth.ts'
import { createFactorKit } from './auth/create-factor-kit.ts'
import { findPerson } from './auth/find-person.ts'
import { createReportBook, type ReportBook } from './csp-report/report-book.ts'
import { createDashboardLog } from './log.ts'
import { ownOrigins } from './own-origins.ts'
import type { Asker, Person, Thing } from './person.ts'
import { readRequestOrigin } from './request-origin.ts'
import { createProvider, type Provider } from './sso/provider.ts'
import type { SsoSettings } from './sso/sso-settings.ts'
import { createDashboardMetrics, type DashboardMetrics } from './watching/create-metrics.ts'

/** What the dashboard process has one of. */
export interface Runtime {
  readonly settings: Env
  readonly auth: Auth
  /** Null while single sign-on is off. */
  readonly sso: { readonly settings: SsoSettings; readonly find: () => Promise<Provider> } | null
  readonly factorKit: FactorKit
  readonly nowMs: () => number
  readonly checkDatabase: () => Promise<void>
  /** Null without one. */
  readonly replica: ReadReplica | null
  /** Whether the database answers and is no work in progress. */
  readonly readDatabase: () => Promise<'ok' | 'away' | 'migrating'>
  readonly metrics: DashboardMetrics
  readonly close: () => Promise<void>
  /** For what nobody foresaw; refusals are answers and are not logged. */
  readonly logFault: (message: string, error: unknown) => void
  /** For what somebody should see who looks after the dashboard, without a fault of ours. */
  readonly logWarning: (message: string, facts: object) => void
  /** What browsers said lately that they refused on our pages. */
  readonly reports: ReportBook
  /** The services for a part of the dashboard itself, not for a person. */
  readonly systemServices: (name: string) => ServiceContext
  readonly servicesFor: (asker: Asker, origin: RequestOrigin) => ServiceContext
}

export interface RequestContext {
  readonly asker: Asker | null
  /** The asker where it is a person: what pages are drawn for. */
  readonly person: Person | null
  /** The services as the asker; as nobody in particular while there is none, and no procedure gets that far. */
  readonly services: ServiceContext
  readonly factorKit: FactorKit
  readonly metrics: Pick<DashboardMetrics, 'answered'>
  readonly nowMs: () => number
  readonly replica: ReadReplica | null
}

const shared: { counterfoilDashboard?: Runtime } = globalThis as object

/** Made at the first request. On `globalThis`, because Next loads this file once for pages and again for routes. */
export function getRuntime(): Runtime {
  shared.counterfoilDashboard ??= startRuntime(readEnv())
  return shared.counterfoilDashboard
}

function startRuntime(settings: Env): Runtime {
  const runtime = createRuntime(settings)
  collectDefaultMetrics({ register: runtime.metrics.registry })
  registerDashboardSecret(runtime.systemServices('dashboard'), settings.authSecret).catch((error: unknown) =>
    runtime.logFault('the age of the dashboard’s secret was not noted', error),
  )
  return runtime
}

/** Everything from the settings; `nowMs` is for tests that must see half an hour pass, `logTo` for those that read the log. */
export function createRuntime(settings: Env, nowMs: () => number = () => Date.now(), logTo?: pino.DestinationStream): Runtime {
  const db: Prisma = createPrisma({ url: settings.databaseUrl })
  const pool = createPool({ url: settings.databaseUrl })
  const replica =
    settings.replicaUrl === null
      ? null
      : followReplica(createReadReplica({ url: settings.replicaUrl, primary: pool, nowMs }), startTimer)
  const newId = createIdMaker({ nowMs, fillRandom: (bytes) => randomFillSync(bytes) })
  const level = settings.nodeEnv === 'test' && logTo === undefined ? 'silent' : 'info'
  const logger = createDashboardLog(level, logTo)
  const logFault = (message: string, error: unknown) => logger.error({ err: error }, message)
  const base = { db, pool, now: () => new Date(nowMs()), newId }
  const systemServices = (name: string): ServiceContext => ({ ...base, actor: { kind: 'system', name } })
  const auth = createAuth({ db, settings, services: systemServices('sign-in'), log: logFault })
  return {
    settings,
    nowMs,
    replica,
    systemServices,
    servicesFor: (asker, origin) => ({ ...base, actor: actorOf(asker), origin }),
    sso: settings.sso && { settings: settings.sso, find: createProvider(settings.sso, nowMs) },
    auth,
    factorKit: createFactorKit(auth, settings),
    logFault,
    logWarning: (message, facts) => logger.warn(facts, message),
    reports: createReportBook(),
    checkDatabase: async () => {
      await pool.query('select 1')
    },
    readDatabase: async () => {
      try {
        const { rows } = await pool.query<{ migrating: boolean }>(`select ${MIGRATING} as migrating`)
        return rows[0]?.migrating === true ? 'migrating' : 'ok'
      } catch {
        return 'away'
      }
    },
    metrics: createDashboardMetrics(pool),
    close: async () => {
      await Promise.all([db.$disconnect(), pool.end(), replica?.close()])
    },
  }
}

/** Who asks with cookies: a person, else a screen. Somebody half signed in at a screen leaves it a screen. */
export async function createContext(headers: Headers, runtime = getRuntime()): Promise<RequestContext> {
  const person = await findPerson(runtime.auth, runtime.systemServices('sign-in'), headers)
  const asker = person?.bothFactors ? person : ((await findScreenAsker(headers, runtime)) ?? person)
  return contextOf(asker, person, headers, runtime)
}

/** What asks with an Authorization header, whatever cookies came with it. Throws what `admitToken` throws. */
export async function createTokenContext(authorization: string, headers: Headers, runtime: Runtime): Promise<RequestContext> {
  const services = { ...runtime.systemServices('tokens'), origin: readRequestOrigin(headers) }
  const { id, name, reach } = await admitToken(services, authorization)
  const thing: Thing = { kind: 'token', id, name, access: { role: 'integration_token', reach } }
  return contextOf(thing, null, headers, runtime)
}

async function findScreenAsker(headers: Headers, { settings, systemServices }: Runtime): Promise<Thing | null> {
  const kinds = cookieKindsOf(ownOrigins(settings))
  const screen = await findScreen(systemServices('screens'), headers.get('cookie') ?? undefined, kinds)
  return screen && { kind: 'screen', id: screen.screenId, name: screen.name, access: screen.access }
}

function contextOf(asker: Asker | null, person: Person | null, headers: Headers, runtime: Runtime): RequestContext {
  const { factorKit, metrics, nowMs, replica, servicesFor, systemServices } = runtime
  const origin = readRequestOrigin(headers)
  const services = asker ? servicesFor(asker, origin) : { ...systemServices('nobody'), origin }
  // Made here and never taken from a header, or anybody could tie their entries to another's.
  return { asker, person, services: { ...services, requestId: services.newId() }, factorKit, metrics, nowMs, replica }
}

/** Keeps no process alive that has nothing else to do. */
function startTimer(delayMs: number, fire: () => void): { cancel(): void } {
  const timer = setTimeout(fire, delayMs).unref()
  return { cancel: () => clearTimeout(timer) }
}

function actorOf(asker: Asker): Actor {
  const { reach } = asker.access
  if (asker.kind !== 'person') return { kind: asker.kind, id: asker.id, reach }
  return { kind: 'user', id: asker.id, sessionId: asker.sessionId, reach, factors: asker.factors }
}
