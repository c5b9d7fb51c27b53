import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type Server as HttpServer } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { subscribeToChanges } from '@counterfoil/db'
import { createAgent, createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import {
  type Batch,
  type BatchAnswer,
  type Challenge,
  type Hello,
  type HelloAnswer,
  helloText,
  type LiveFrame,
  PROTOCOL_VERSION,
} from '@counterfoil/protocol'
import { createIdMaker } from '@counterfoil/services'
import type { Clock } from '@counterfoil/services/clock'
import { runMatching } from '@counterfoil/services/funds'
import { changeAccess, type PersonRole, type Reach } from '@counterfoil/services/permissions'
import { hashSessionToken } from '@counterfoil/services/sessions'
import { realClock, type ScriptedAgent, scriptAgent } from '@counterfoil/services/testing'
import { deriveHubKeys } from '@counterfoil/services/vault'
import type { DestinationStream } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { createHub, type Hub } from '../src/realtime/create-hub.ts'
import type { HubParts } from '../src/realtime/hub-parts.ts'
import { findViewer } from '../src/realtime/live/find-viewer.ts'
import { createLog } from '../src/realtime/log.ts'
import { createMetrics, type HubMetrics } from '../src/realtime/metrics.ts'
import { connectRedis } from '../src/realtime/nodes/connect-redis.ts'

const PULSE_MS = 10_000
export const ORIGIN = 'http://dashboard.test'
export const newId = createIdMaker({ nowMs: Date.now, fillRandom: (bytes) => crypto.getRandomValues(bytes) })

export interface HubBed {
  readonly base: TestDatabase
  readonly url: string
  readonly close: () => Promise<void>
}

/** A hub in this process on a port of its own, over a test database with an installation. */
export async function openHubBed(
  viewers?: (base: TestDatabase) => HubParts['findViewer'],
  logTo?: DestinationStream,
): Promise<HubBed> {
  const base = await openTestDatabase()
  await createInstallation(base.db)
  const { url, close } = await startHub(base, {
    ...(viewers === undefined ? {} : { findViewer: viewers(base) }),
    ...(logTo === undefined ? {} : { logTo }),
  })
  await until(async () => (await fetch(`${url}/healthz`)).status === 200)
  return {
    base,
    url,
    async close() {
      await close()
      await base.close()
    },
  }
}

export interface StartedHub {
  readonly url: string
  readonly hub: Hub
  readonly close: () => Promise<void>
}

/** One hub in this process; several over one database are several nodes. */
export async function startHub(
  base: TestDatabase,
  given: {
    readonly clock?: Clock
    /** Any free one unless told. */
    readonly port?: number
    /** The hub's secrets, the one in use first. */
    readonly secrets?: readonly [Uint8Array, ...Uint8Array[]]
    readonly redisUrl?: string
    readonly findViewer?: HubParts['findViewer']
    readonly archives?: HubParts['archives']
    /** In this thread, unless a test is about its own. */
    readonly matchFunds?: HubParts['matchFunds']
    readonly evidence?: HubParts['evidence']
    /** With TLS, in tests of that. */
    readonly server?: HttpServer | HttpsServer
    readonly metrics?: HubMetrics
    /** Outside of the chain: whom to ask, and for whom to sign. */
    readonly witnesses?: HubParts['witnesses']
    readonly witnessedLogs?: HubParts['witnessedLogs']
    readonly fundsFolder?: string
    readonly machine?: HubParts['machine']
    readonly alerts?: HubParts['alerts']
    readonly watchesHealth?: boolean
    readonly updates?: HubParts['updates']
    readonly metricsToken?: string
    /** Everything the hub says, for tests that read it; it is silent otherwise. */
    readonly logTo?: DestinationStream
  } = {},
): Promise<StartedHub> {
  const { clock = realClock, redisUrl, secrets: [secret, ...before] = [new Uint8Array(32)] } = given
  const log = given.logTo === undefined ? createLog('silent') : createLog('trace', given.logTo)
  const redis = redisUrl === undefined ? null : connectRedis({ url: redisUrl, clock, log })
  const httpServer = given.server ?? createServer()
  const hub = createHub(httpServer, {
    pool: base.pool,
    clock,
    newId,
    random: Math.random,
    randomBytes,
    log,
    metrics: given.metrics ?? createMetrics(),
    hostName: 'test',
    redis,
    dashboardOrigins: [ORIGIN],
    archives: given.archives ?? null,
    fundsFolder: given.fundsFolder ?? null,
    evidence: given.evidence ?? null,
    ...(given.machine === undefined ? {} : { machine: given.machine }),
    ...(given.alerts === undefined ? {} : { alerts: given.alerts }),
    ...(given.watchesHealth === undefined ? {} : { watchesHealth: given.watchesHealth }),
    ...(given.updates === undefined ? {} : { updates: given.updates }),
    metricsToken: given.metricsToken ?? null,
    keys: [deriveHubKeys(secret), ...before.map(deriveHubKeys)],
    witnesses: given.witnesses ?? [],
    witnessedLogs: given.witnessedLogs ?? new Map(),
    subscribeToChanges: (onChange, onResync) => subscribeToChanges(base.url, onChange, onResync),
    matchFunds: given.matchFunds ?? (() => runMatching({ pool: base.pool, now: () => new Date() })),
    findViewer: given.findViewer ?? ((cookie) => findViewer({ pool: base.pool, now: () => new Date() }, cookie)),
  })
  await new Promise<void>((resolve) => httpServer.listen(given.port ?? 0, '127.0.0.1', resolve))
  const url = `${httpServer instanceof HttpsServer ? 'https' : 'http'}://127.0.0.1:${(httpServer.address() as AddressInfo).port}`
  return {
    url,
    hub,
    async close() {
      await hub.close()
      redis?.close()
      httpServer.closeAllConnections()
    },
  }
}

export interface TestEnrolled {
  readonly id: number
  readonly uid: string
  readonly storeId: number
  readonly sign: (text: string) => Buffer
  readonly script: ScriptedAgent
}

export async function enrolled(base: TestDatabase, given: Parameters<typeof createAgent>[1] = {}): Promise<TestEnrolled> {
  const { agent, sign } = await createAgent(base.db, given)
  return {
    id: agent.id,
    uid: agent.uid,
    storeId: agent.storeId,
    sign,
    script: scriptAgent({ uid: agent.uid, sign, epoch: agent.epoch }),
  }
}

export interface AgentLink {
  readonly socket: Socket
  readonly challenge: Challenge
  hello(changed?: Partial<Hello>, sign?: (text: string) => Buffer): Promise<HelloAnswer>
  send(batch: Batch | unknown): Promise<BatchAnswer>
  close(): void
}

/** Connects to `/agents` and waits for the challenge; greeting is the test's business. */
export async function link(url: string, agent: TestEnrolled, extraHeaders: Record<string, string> = {}): Promise<AgentLink> {
  const socket = io(`${url}/agents`, { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders })
  const challenge = await new Promise<Challenge>((resolve, reject) => {
    socket.once('challenge', resolve)
    socket.once('connect_error', reject)
    socket.once('disconnect', (why) => reject(new Error(`closed before the challenge: ${why}`)))
  })
  return {
    socket,
    challenge,
    async hello(changed = {}, sign = agent.sign) {
      const { lastSeq, head } = agent.script
      const plain = {
        agentId: agent.uid,
        protocol: PROTOCOL_VERSION,
        version: '0.1.0',
        boot: randomUUID(),
        epoch: 1,
        lastSeq,
        head,
        join: 0,
        ...changed,
      }
      const signature = changed.signature ?? sign(helloText(plain, challenge)).toString('base64')
      const answer: HelloAnswer = await socket.timeout(10_000).emitWithAck('hello', { ...plain, signature })
      if (answer.ok) keepPulsing(socket)
      return answer
    },
    send: (batch) => socket.timeout(20_000).emitWithAck('batch', batch),
    close: () => void socket.disconnect(),
  }
}

/** As the store agent does: the hub takes whoever says nothing for gone. What a test has said of its backlog stays said. */
function keepPulsing(socket: Socket): void {
  let said: object = { waiting: 0, oldestMs: 0 }
  socket.onAnyOutgoing((message, payload) => {
    if (message === 'pulse') said = payload
  })
  const pulse = () => socket.emit('pulse', { ...said, atMs: Date.now() }, () => {})
  const timer = setInterval(pulse, PULSE_MS)
  socket.once('disconnect', () => clearInterval(timer))
}

/** Connected and welcome. */
export async function greet(url: string, agent: TestEnrolled): Promise<AgentLink> {
  const made = await link(url, agent)
  const answer = await made.hello()
  if (!answer.ok) throw new Error(`the hub refused the greeting: ${answer.code}: ${answer.message}`)
  return made
}

export interface SignedIn {
  readonly cookie: string
  readonly sessionId: string
  readonly userId: string
}

/** A person with both factors and a session, as the dashboard's sign-in leaves them in the database. */
export async function signIn(
  base: TestDatabase,
  given: { expiresInMs?: number; twoFactor?: boolean; secondFactor?: boolean; access?: { role: PersonRole; reach: Reach } } = {},
): Promise<SignedIn> {
  const { expiresInMs = 3_600_000, twoFactor = true, secondFactor = true, access } = given
  const userId = randomUUID()
  const sessionId = randomUUID()
  const token = randomBytes(24).toString('base64url')
  await base.pool.query(
    'insert into "user" (id, name, email, email_verified, two_factor_enabled) values ($1, $2, $3, true, $4)',
    [userId, 'Ada', `${userId}@test.invalid`, twoFactor],
  )
  if (access !== undefined) await changeAccess({ pool: base.pool }, userId, access)
  await base.pool.query('insert into session (id, expires_at, token, user_id, second_factor_at) values ($1, $2, $3, $4, $5)', [
    sessionId,
    new Date(Date.now() + expiresInMs),
    hashSessionToken(token),
    userId,
    secondFactor ? new Date() : null,
  ])
  return {
    cookie: `counterfoil.session_token=${token}.${encodeURIComponent(randomBytes(32).toString('base64'))}`,
    sessionId,
    userId,
  }
}

export interface LivePage {
  readonly socket: Socket
  readonly frames: LiveFrame[]
  /** When each frame came, on this machine's clock. */
  readonly arrivedMs: number[]
  readonly events: string[]
  watch(scope: unknown): Promise<{ ok: boolean; message?: string }>
  close(): void
}

/** Connects to `/live` as a browser would; rejects with what the hub says when it refuses. */
export async function openLive(
  url: string,
  headers: { cookie?: string; origin?: string; 'x-forwarded-for'?: string },
  namespace = '/live',
): Promise<LivePage> {
  const socket = io(`${url}${namespace}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: headers as Record<string, string>,
  })
  const frames: LiveFrame[] = []
  const arrivedMs: number[] = []
  const events: string[] = []
  socket.on('delta', (frame: LiveFrame) => {
    frames.push(frame)
    arrivedMs.push(Date.now())
  })
  for (const event of ['signed-out', 'resync', 'disconnect'] as const) socket.on(event, () => events.push(event))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return {
    socket,
    frames,
    arrivedMs,
    events,
    watch: (scope) => socket.timeout(10_000).emitWithAck('watch', scope),
    close: () => void socket.disconnect(),
  }
}

/**
 * A second, on a machine with nothing else to do; a busy one is given longer. Still well before the hub's own look
 * every thirty seconds, which would be the other way to hear of it.
 */
export const AT_ONCE_MS = 8_000

export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const endMs = Date.now() + timeoutMs
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`did not happen within ${timeoutMs} ms: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export async function count(base: TestDatabase, table: string, where: string, ...values: unknown[]): Promise<number> {
  return (await base.pool.query(`select count(*)::int as n from ${table} where ${where}`, values)).rows[0].n
}
