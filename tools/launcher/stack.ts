import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { UsedSecrets } from '@counterfoil/services/vault'
import { TOLD } from '../demo/told.ts'
import { HUB_PROGRAM } from '../stack/hub-program.ts'
import { ManagedProcess } from './managed-process.ts'
import type { LaunchOptions } from './options.ts'
import { dashboardSecrets, hubSecret } from './secrets.ts'
import { waitForHealth } from './wait-for-health.ts'

export interface StackPlaces {
  readonly root: string
  readonly options: LaunchOptions
  readonly databaseUrl: string
}

/** The two server processes: hub and dashboard. */
export function createServers({ root, options, databaseUrl }: StackPlaces, used: UsedSecrets, say: (line: string) => void) {
  const logs = join(options.dataFolder, 'logs')
  mkdirSync(logs, { recursive: true })
  const web = join(root, 'apps/web')
  const evidenceDir = resolve(root, process.env.EVIDENCE_DIR || join(options.dataFolder, 'evidence'))
  const env = {
    DATABASE_URL: databaseUrl,
    WEB_PORT: String(options.webPort),
    HUB_PORT: String(options.hubPort),
    HUB_HOST: options.host,
    ...(options.hubCertificate !== undefined && { TLS_CERT: options.hubCertificate }),
    ...(process.env.TLS_KEY && { TLS_KEY: resolve(root, process.env.TLS_KEY) }),
    ...(process.env.METRICS_TOKEN && { METRICS_TOKEN: process.env.METRICS_TOKEN }),
    PUBLIC_ORIGIN: options.publicOrigin,
    DASHBOARD_ORIGIN: [
      ...new Set([options.publicOrigin, `http://localhost:${options.webPort}`, `http://127.0.0.1:${options.webPort}`]),
    ].join(','),
    NEXT_TELEMETRY_DISABLED: '1',
  }
  const hub = new ManagedProcess(
    {
      name: 'hub',
      command: process.execPath,
      args: [...(options.development ? ['--watch'] : []), ...HUB_PROGRAM],
      cwd: web,
      env: {
        ...env,
        ...hubSecret(options.dataFolder, process.env, used.hub),
        ...(process.env.ALERT_WEBHOOK_SECRET && { ALERT_WEBHOOK_SECRET: process.env.ALERT_WEBHOOK_SECRET }),
        ...(process.env.ALERT_CHATS && { ALERT_CHATS: process.env.ALERT_CHATS }),
        ...(process.env.ALERT_SMTP_URL && { ALERT_SMTP_URL: process.env.ALERT_SMTP_URL }),
        ...(process.env.ALERT_SMTP_CA && { ALERT_SMTP_CA: resolve(root, process.env.ALERT_SMTP_CA) }),
        ...(process.env.ALERT_WEBHOOK_CA && { ALERT_WEBHOOK_CA: resolve(root, process.env.ALERT_WEBHOOK_CA) }),
        ARCHIVE_DIR: resolve(root, process.env.ARCHIVE_DIR || join(options.dataFolder, 'archives')),
        EVIDENCE_DIR: evidenceDir,
        UPDATES_DIR: resolve(root, process.env.UPDATES_DIR || join(options.dataFolder, 'updates')),
        ...(process.env.UPDATES_KEY_FILE && { UPDATES_KEY_FILE: resolve(root, process.env.UPDATES_KEY_FILE) }),
        // The hub runs in a folder of its own: a relative name means the same to it as to everybody else.
        ...(process.env.FUNDS_FOLDER && { FUNDS_FOLDER: resolve(root, process.env.FUNDS_FOLDER) }),
        ...(process.env.BACKUP_DIR && { BACKUP_DIR: resolve(root, process.env.BACKUP_DIR) }),
        ...(options.databaseUrl === undefined && { DATABASE_DIR: options.dataFolder }),
      },
      logFile: join(logs, 'hub.log'),
    },
    say,
  )
  const dashboard = new ManagedProcess(
    {
      name: 'dashboard',
      command: process.execPath,
      args: [
        join(root, 'node_modules/next/dist/bin/next'),
        options.development ? 'dev' : 'start',
        '--port',
        String(options.webPort),
        '--hostname',
        options.host,
      ],
      cwd: web,
      env: {
        ...env,
        NODE_ENV: options.development ? 'development' : 'production',
        ...dashboardSecrets(options.dataFolder, process.env, used.dashboard),
        EVIDENCE_DIR: evidenceDir,
      },
      logFile: join(logs, 'dashboard.log'),
    },
    say,
  )
  return { hub, dashboard }
}

/** Store agents of the demo chain with their simulated terminals, all in one process. */
export function createDemo({ root, options, databaseUrl }: StackPlaces, say: (line: string) => void): ManagedProcess {
  return new ManagedProcess(
    {
      name: 'demo stores',
      command: process.execPath,
      args: [join(root, 'tools/demo/main.ts')],
      cwd: root,
      env: {
        DATABASE_URL: databaseUrl,
        HUB_URL: `http://${options.ownAddress}:${options.hubPort}`,
        DEMO_FOLDER: join(options.dataFolder, 'demo'),
      },
      logFile: join(options.dataFolder, 'logs', 'demo.log'),
      tells: TOLD,
    },
    say,
  )
}

/** Keeps a folder of backups up to date with the embedded database; null where nobody has named one. */
export function createBackup({ root, options, databaseUrl }: StackPlaces, say: (line: string) => void): ManagedProcess | null {
  const folder = process.env.BACKUP_DIR
  if (!folder || options.databaseUrl !== undefined) return null
  const keep = process.env.BACKUP_KEEP_DAYS ? ['--keep', process.env.BACKUP_KEEP_DAYS] : []
  return new ManagedProcess(
    {
      name: 'backup',
      command: process.execPath,
      args: [join(root, 'apps/cli/src/main.ts'), 'backup', 'run', resolve(root, folder), ...keep],
      cwd: root,
      env: { DATABASE_URL: databaseUrl, COUNTERFOIL_DATA: options.dataFolder },
      logFile: join(options.dataFolder, 'logs', 'backup.log'),
    },
    say,
  )
}

export async function waitForServers(options: LaunchOptions, stop: AbortSignal): Promise<void> {
  const { hubCertificate, ownAddress, hubPort } = options
  const hub = `${hubCertificate === undefined ? 'http' : 'https'}://${ownAddress}:${hubPort}/healthz`
  await Promise.all([
    waitForHealth('The hub', hub, 60_000, stop, hubCertificate),
    waitForHealth('The dashboard', `http://${options.ownAddress}:${options.webPort}/healthz`, 90_000, stop),
  ])
}
