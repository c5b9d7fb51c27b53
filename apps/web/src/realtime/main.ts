import { getRandomValues, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { hostname } from 'node:os'
import { createPool, createReadReplica, followReplica, subscribeToChanges } from '@counterfoil/db/connections'
import { createIdMaker } from '@counterfoil/services'
import { openArchiveFolder } from '@counterfoil/services/audit-archives'
import { openEvidenceFolder } from '@counterfoil/services/evidence'
import { matchInThread } from '@counterfoil/services/funds'
import { cookieKindsOf } from '@counterfoil/services/sessions'
import { readSigningKey } from '@counterfoil/updates/repository'
import { createHub } from './create-hub.ts'
import { readHubEnv } from './env.ts'
import { findViewer } from './live/find-viewer.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { connectRedis } from './nodes/connect-redis.ts'
import { openMachine } from './operations/open-machine.ts'
import { readHubKeys } from './read-hub-keys.ts'
import { systemClock as clock } from './system-clock.ts'
import { createCertificateReports } from './tls/certificate-reports.ts'
import { createHubServer, type HubListener } from './tls/create-hub-server.ts'

const env = readHubEnv()
const log = createLog(env.logLevel)
const pool = createPool({
  url: env.databaseUrl,
  max: 8,
  onConnectionError: (error) => log.debug({ err: error }, 'a connection was lost'),
})
const replica =
  env.replicaUrl === null
    ? null
    : followReplica(createReadReplica({ url: env.replicaUrl, primary: pool, nowMs: clock.nowMs }), clock.startTimer)
const redis = env.redisUrl === null ? null : connectRedis({ url: env.redisUrl, clock, log })
const cookieKinds = cookieKindsOf(env.dashboardOrigins)
const reports = createCertificateReports({ pool, clock, log }, { host: hostname(), port: env.port })
const mailCa = orEnd(() => (env.email?.caFile ? readText(env.email.caFile) : null))
const webhookCa = orEnd(() => (env.webhook?.caFile ? readText(env.webhook.caFile) : null))
const updatesKey = orEnd(() => (env.updates?.keyFile ? readSigningKey(readText(env.updates.keyFile)) : null))
const keys = orEnd(() => readHubKeys(env.hubKey, readText))
const listener = orEnd(openListener)
const httpServer = listener.server
const hub = createHub(httpServer, {
  pool,
  clock,
  log,
  random: Math.random,
  randomBytes,
  newId: createIdMaker({ nowMs: clock.nowMs, fillRandom: (bytes) => getRandomValues(bytes) }),
  metrics: createMetrics(),
  hostName: hostname(),
  address: `${hostname()}:${env.port}`,
  redis,
  dashboardOrigins: env.dashboardOrigins,
  archives: env.archiveDir === null ? null : openArchiveFolder(env.archiveDir),
  evidence: env.evidenceDir === null ? null : openEvidenceFolder(env.evidenceDir),
  updates: env.updates && { folder: env.updates.folder, online: updatesKey },
  fundsFolder: env.fundsFolder,
  machine: openMachine({
    places: {
      database: env.databaseDir,
      archives: env.archiveDir,
      evidence: env.evidenceDir,
      funds: env.fundsFolder,
      backups: env.backupDir,
    },
    replica,
  }),
  metricsToken: env.metricsToken,
  watchesHealth: true,
  alerts: {
    hub: `${hostname()}:${env.port}`,
    thresholds: env.thresholds,
    webhook: env.webhook && { ...env.webhook, ca: webhookCa },
    chats: env.chats,
    email: env.email && { ...env.email, ca: mailCa },
  },
  keys,
  witnesses: env.witnesses,
  witnessedLogs: env.witnessedLogs,
  subscribeToChanges: (onChange, onResync) =>
    subscribeToChanges(env.databaseUrl, onChange, onResync, {
      onTrouble: (error) => log.debug({ err: error }, 'changes are not heard now'),
    }),
  matchFunds: () => matchInThread(env.databaseUrl),
  findViewer: (cookie) => findViewer({ pool, now: () => new Date(clock.nowMs()) }, cookie, cookieKinds),
})

function openListener(): HubListener {
  if (env.tls === null) reports.shown(null)
  const certificate = env.tls && { files: env.tls, readFile: readText, clock, log, onShown: reports.shown }
  return createHubServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, certificate)
}

function readText(path: string): string {
  return readFileSync(path, 'utf8')
}

/** A key or certificate that cannot be used is said in one line: nothing has begun yet. */
function orEnd<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    log.fatal(`the hub cannot start: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  }
}

let stopping = false
async function stop(why: string, exitCode: number): Promise<void> {
  if (stopping) return
  stopping = true
  process.exitCode = exitCode
  log.info({ why }, 'the hub is stopping: what is being written is finished first')
  if (env.drainMs > 0) {
    hub.drain()
    await new Promise<void>((resolve) => clock.startTimer(env.drainMs, resolve))
  }
  listener.close()
  await reports.close()
  await hub.close()
  redis?.close()
  httpServer.closeAllConnections()
  await replica?.close()
  await pool.end()
  log.info('the hub has stopped')
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal, 0))
httpServer.on('error', (error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE'
  log.fatal({ err: error }, taken ? `port ${env.port} is taken: stop what uses it or set HUB_PORT` : 'the hub cannot listen')
  void stop('cannot listen', 1)
})
// After a restart a whole chain comes back at once: the default of 511 makes the kernel drop half of it.
httpServer.listen({ port: env.port, host: env.host, backlog: 4_096 }, () => {
  const address = httpServer.address()
  log.info({ port: typeof address === 'object' ? address?.port : env.port, host: env.host }, 'the hub listens')
  // One that is killed leaves to the next what Node made of its TypeScript, where somebody keeps it (NODE_COMPILE_CACHE).
  flushCompileCache()
})
