import { randomFillSync } from 'node:crypto'
import { createPool, createPrisma, type Prisma } from '@counterfoil/db'
import { createIdMaker, type ServiceContext } from '@counterfoil/services'
import pino from 'pino'
import { type Env, readEnv } from '../env.ts'
import { type Auth, createAuth } from './auth/create-auth.ts'
import { findPerson } from './auth/find-person.ts'
import type { Person } from './person.ts'

/** What the dashboard process has one of. */
export interface Runtime {
  readonly settings: Env
  readonly auth: Auth
  readonly nowMs: () => number
  readonly checkDatabase: () => Promise<void>
  readonly close: () => Promise<void>
  /** For what nobody foresaw; refusals are answers and are not logged. */
  readonly logFault: (message: string, error: unknown) => void
  /** The services for a part of the dashboard itself, not for a person. */
  readonly systemServices: (name: string) => ServiceContext
  readonly servicesFor: (person: Person) => ServiceContext
}

export interface RequestContext {
  readonly person: Person | null
  /** The services as this person; as nobody in particular while `person` is null, and no procedure gets that far. */
  readonly services: ServiceContext
  readonly nowMs: () => number
}

const shared: { counterfoilDashboard?: Runtime } = globalThis as object

/** Made at the first request. On `globalThis`, because Next loads this file once for pages and again for routes. */
export function getRuntime(): Runtime {
  shared.counterfoilDashboard ??= createRuntime(readEnv())
  return shared.counterfoilDashboard
}

/** Everything from the settings; `nowMs` is for tests that must see half an hour pass. */
export function createRuntime(settings: Env, nowMs: () => number = () => Date.now()): Runtime {
  const db: Prisma = createPrisma({ url: settings.databaseUrl })
  const pool = createPool({ url: settings.databaseUrl })
  const newId = createIdMaker({ nowMs, fillRandom: (bytes) => randomFillSync(bytes) })
  const logger = pino({ name: 'dashboard', level: settings.nodeEnv === 'test' ? 'silent' : 'info' })
  const logFault = (message: string, error: unknown) => logger.error({ err: error }, message)
  const base = { db, pool, now: () => new Date(nowMs()), newId }
  const systemServices = (name: string): ServiceContext => ({ ...base, actor: { kind: 'system', name } })
  return {
    settings,
    nowMs,
    systemServices,
    servicesFor: (person) => ({
      ...base,
      actor: { kind: 'user', id: person.id, sessionId: person.sessionId, reach: person.access.reach },
    }),
    auth: createAuth({ db, settings, services: systemServices('sign-in'), log: logFault }),
    logFault,
    checkDatabase: async () => {
      await pool.query('select 1')
    },
    close: async () => {
      await Promise.all([db.$disconnect(), pool.end()])
    },
  }
}

export async function createContext(headers: Headers, runtime = getRuntime()): Promise<RequestContext> {
  const person = await findPerson(runtime.auth, runtime.systemServices('sign-in'), headers)
  const services = person ? runtime.servicesFor(person) : runtime.systemServices('nobody')
  return { person, services, nowMs: runtime.nowMs }
}
