import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createPool, createPrisma } from '@counterfoil/db'
import { createIdMaker } from '@counterfoil/services'
import { ensureInstallation } from '@counterfoil/services/installation'
import { launchDatabase } from '../../launcher/database.ts'
import { readRunning } from '../../launcher/running-file.ts'
import { dashboardSecrets, hubSecret } from '../../launcher/secrets.ts'
import { requiredFolder } from './required-folder.ts'

/**
 * The unit `counterfoil-prepare`, before hub and dashboard start, and an upgrade before it changes over: the schema, the secrets of a
 * first start, and what the two servers are told beyond the settings. Ends with 1 and changes nothing when a migration fails.
 */
const WAIT_S = 60
const dataFolder = requiredFolder('COUNTERFOIL_DATA')
const runFolder = requiredFolder('RUNTIME_DIRECTORY')
const say = (line: string) => console.log(line)

try {
  const given = process.env.DATABASE_URL || undefined
  const url = given ?? embeddedUrl()
  await untilItAnswers(url)
  const { usedSecrets } = await launchDatabase({ dataFolder, databaseUrl: url }, say)
  const dashboard = dashboardSecrets(dataFolder, process.env, usedSecrets.dashboard)
  hubSecret(dataFolder, process.env, usedSecrets.hub)
  await ensureChain(url)
  mkdirSync(runFolder, { recursive: true })
  const servers = { DATABASE_URL: url, DASHBOARD_ORIGIN: dashboardOrigins() }
  write('servers.env', servers)
  write('dashboard.env', { ...servers, ...dashboard })
  say('ready to start hub and dashboard')
} catch (error) {
  console.error(`Not ready: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

function embeddedUrl(): string {
  const url = readRunning(dataFolder)?.databaseUrl
  if (url === undefined) throw new Error(`DATABASE_URL is not set, and no PostgreSQL runs from ${dataFolder}`)
  return url
}

async function untilItAnswers(url: string): Promise<void> {
  const deadline = performance.now() + WAIT_S * 1_000
  for (;;) {
    const pool = createPool({ url, max: 1, role: 'owner' })
    try {
      await pool.query('select 1')
      return
    } catch (error) {
      if (performance.now() > deadline) throw error
      await delay(500)
    } finally {
      await pool.end()
    }
  }
}

async function ensureChain(url: string): Promise<void> {
  const db = createPrisma({ url })
  const pool = createPool({ url, max: 1 })
  const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) })
  try {
    const ctx = { db, pool, actor: { kind: 'system', name: 'launcher' } as const, now: () => new Date(), newId }
    await ensureInstallation(ctx, { kind: 'live', name: 'Counterfoil', reportingCurrency: 'EUR' })
  } finally {
    await Promise.all([db.$disconnect(), pool.end()])
  }
}

/** The pages the hub answers: those people type, and this machine's own. */
function dashboardOrigins(): string {
  const port = process.env.WEB_PORT || '3000'
  const known = [process.env.PUBLIC_ORIGIN, `http://localhost:${port}`, `http://127.0.0.1:${port}`]
  return process.env.DASHBOARD_ORIGIN || [...new Set(known.filter((origin) => origin))].join(',')
}

/** For systemd, which reads it as root, and for Node's own `--env-file`. */
function write(name: string, values: Readonly<Record<string, string>>): void {
  const lines = Object.entries(values).map(([key, value]) => `${key}=${quote(value)}\n`)
  writeFileSync(join(runFolder, name), lines.join(''), { mode: 0o600 })
}

function quote(value: string): string {
  if (/["\\\n$`]/.test(value)) throw new Error('a setting holds a quote, backslash, dollar or line end: write it percent-encoded')
  return `"${value}"`
}
