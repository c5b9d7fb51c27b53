import {
  type ForeignWitness,
  parseWitnessedLogs,
  parseWitnessUrls,
  type WitnessedLogs,
} from '@counterfoil/services/foreign-witnesses'
import { type AlertRule, parseThresholds, type Threshold } from '@counterfoil/services/operations'
import { z } from 'zod'
import type { ChatSettings, EmailSettings } from './operations/alert-settings.ts'
import { readChatSettings } from './operations/read-chat-settings.ts'
import { readEmailSettings } from './operations/read-email-settings.ts'

const EnvSchema = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  HUB_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  REDIS_URL: z
    .string()
    .refine(isRedisUrl, 'must begin with redis:// or rediss:// and name a host and a port, e.g. redis://10.0.0.5:6379')
    .optional(),
  HUB_HOST: z.string().default('0.0.0.0'),
  DASHBOARD_ORIGIN: z.string().default('http://localhost:3000'),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  HUB_KEY: z.string().optional(),
  HUB_KEY_FILE: z.string().optional(),
  ARCHIVE_DIR: z.string().optional(),
  WITNESS_URLS: z.string().default(''),
  WITNESSED_LOGS: z.string().default(''),
  EVIDENCE_DIR: z.string().optional(),
  UPDATES_DIR: z.string().optional(),
  UPDATES_KEY_FILE: z.string().optional(),
  FUNDS_FOLDER: z.string().optional(),
  DATABASE_DIR: z.string().optional(),
  BACKUP_DIR: z.string().optional(),
  DATABASE_REPLICA_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .optional(),
  METRICS_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
  ALERT_THRESHOLDS: z.string().default(''),
  ALERT_WEBHOOK_URL: z.string().optional(),
  ALERT_WEBHOOK_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  ALERT_WEBHOOK_CA: z.string().optional(),
  ALERT_SMTP_URL: z.string().optional(),
  ALERT_EMAIL_FROM: z.string().optional(),
  ALERT_EMAIL_TO: z.string().optional(),
  ALERT_SMTP_CA: z.string().optional(),
  ALERT_CHATS: z.string().default(''),
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(600).default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export interface HubEnv {
  readonly databaseUrl: string
  /** Where several hubs join; null for a hub on its own. */
  readonly redisUrl: string | null
  readonly port: number
  readonly host: string
  /** Origins of the pages that may open `/live`. */
  readonly dashboardOrigins: readonly string[]
  /** Where certificate and key lie; null for plain HTTP, behind a proxy or on this machine. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** The hub's secrets, or the file that holds them. */
  readonly hubKey: { readonly text: string } | { readonly file: string }
  /** The folder old months of the log go to; null where none is set: then they stay in the database. */
  readonly archiveDir: string | null
  /** Asked to countersign this hub's log. */
  readonly witnesses: readonly ForeignWitness[]
  /** Countersigned by this hub. */
  readonly witnessedLogs: WitnessedLogs
  /** The folder evidence packages go to, which the dashboard sees too; null: none are made here. */
  readonly evidenceDir: string | null
  /** Versions for agents: the folder with the signed list, and the file of the key that renews it; null: agents are given none. */
  readonly updates: { readonly folder: string; readonly keyFile: string | null } | null
  /** Where files of banks and acquirers are put for the hub to take; null for none. */
  readonly fundsFolder: string | null
  /** Where the database's files lie, if on this machine; its disk is watched. */
  readonly databaseDir: string | null
  /** Where backups lie; their age is watched. */
  readonly backupDir: string | null
  /** A replica whose lag is watched. */
  readonly replicaUrl: string | null
  /** Shown by whoever reads `/metrics` from another machine; null: this machine only. */
  readonly metricsToken: string | null
  /** When the hub raises alerts. */
  readonly thresholds: ReadonlyMap<AlertRule, Threshold>
  /** Told of them; null: nobody is. `caFile` holds who signed its certificate. */
  readonly webhook: { readonly url: URL; readonly secret: string; readonly caFile: string | null } | null
  /** Gets alerts as mails; null: nobody does. */
  readonly email: (Omit<EmailSettings, 'ca'> & { readonly caFile: string | null }) | null
  /** Robots of chats that get alerts. */
  readonly chats: readonly ChatSettings[]
  /** How long the hub is not ready before it stops, so that whoever balances notices. */
  readonly drainMs: number
  readonly logLevel: string
}

/** Reads the hub's settings or throws one error that names each wrong variable and what it should be. */
export function readHubEnv(source: Record<string, string | undefined> = process.env): HubEnv {
  const known = Object.fromEntries(Object.keys(EnvSchema.shape).map((name) => [name, source[name] || undefined]))
  const parsed = EnvSchema.safeParse(known)
  const lines = parsed.success ? [] : parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  const origins = (parsed.data?.DASHBOARD_ORIGIN ?? '').split(',').map((origin) => origin.trim())
  for (const [given, missing] of [
    ['TLS_CERT', 'TLS_KEY'],
    ['TLS_KEY', 'TLS_CERT'],
  ] as const) {
    if (known[given] !== undefined && known[missing] === undefined)
      lines.push(`  ${missing}: is missing, but ${given} is set; give the files of both, or neither for plain HTTP`)
  }
  if ((known.HUB_KEY === undefined) === (known.HUB_KEY_FILE === undefined))
    lines.push('  HUB_KEY: give either it or HUB_KEY_FILE: 32 random bytes in base64url, or the file that holds them')
  const wrong = origins.filter((origin) => parsed.success && !isOrigin(origin))
  for (const origin of wrong)
    lines.push(`  DASHBOARD_ORIGIN: "${origin}" is no origin; write scheme, host and port, e.g. https://pay.example.com`)
  const witnesses = readOr(lines, 'WITNESS_URLS', () => parseWitnessUrls(parsed.data?.WITNESS_URLS ?? '')) ?? []
  const witnessedLogs = readOr(lines, 'WITNESSED_LOGS', () => parseWitnessedLogs(parsed.data?.WITNESSED_LOGS ?? ''))
  const thresholds = readOr(lines, 'ALERT_THRESHOLDS', () => parseThresholds(parsed.data?.ALERT_THRESHOLDS ?? ''))
  const webhook = readOr(lines, 'ALERT_WEBHOOK_URL', () => readWebhook(known))
  const chats = readOr(lines, 'ALERT_CHATS', () => readChatSettings(parsed.data?.ALERT_CHATS ?? '')) ?? []
  const email = readOr(lines, 'ALERT_SMTP_URL', () => readEmailSettings(known))
  if (!parsed.success || lines.length > 0) {
    throw new Error(`The hub cannot start: these environment variables are missing or wrong.\n${lines.join('\n')}`)
  }
  const {
    DATABASE_URL,
    REDIS_URL,
    HUB_PORT,
    HUB_HOST,
    TLS_CERT,
    TLS_KEY,
    HUB_KEY,
    HUB_KEY_FILE = '',
    ARCHIVE_DIR,
    EVIDENCE_DIR,
    LOG_LEVEL,
  } = parsed.data
  return {
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL ?? null,
    port: HUB_PORT,
    host: HUB_HOST,
    dashboardOrigins: origins,
    tls: TLS_CERT === undefined || TLS_KEY === undefined ? null : { cert: TLS_CERT, key: TLS_KEY },
    hubKey: HUB_KEY === undefined ? { file: HUB_KEY_FILE } : { text: HUB_KEY },
    archiveDir: ARCHIVE_DIR ?? null,
    witnesses,
    witnessedLogs: witnessedLogs ?? new Map(),
    evidenceDir: EVIDENCE_DIR ?? null,
    updates:
      parsed.data.UPDATES_DIR === undefined
        ? null
        : { folder: parsed.data.UPDATES_DIR, keyFile: parsed.data.UPDATES_KEY_FILE ?? null },
    fundsFolder: parsed.data.FUNDS_FOLDER ?? null,
    databaseDir: parsed.data.DATABASE_DIR ?? null,
    backupDir: parsed.data.BACKUP_DIR ?? null,
    replicaUrl: parsed.data.DATABASE_REPLICA_URL ?? null,
    metricsToken: parsed.data.METRICS_TOKEN ?? null,
    thresholds: thresholds ?? new Map(),
    webhook: webhook ?? null,
    chats,
    email: email ? { ...email, caFile: known.ALERT_SMTP_CA ?? null } : null,
    drainMs: parsed.data.DRAIN_SECONDS * 1_000,
    logLevel: LOG_LEVEL,
  }
}

function readWebhook(known: Record<string, string | undefined>): HubEnv['webhook'] {
  const { ALERT_WEBHOOK_URL: text, ALERT_WEBHOOK_SECRET: secret, ALERT_WEBHOOK_CA: caFile = null } = known
  if (text === undefined) return null
  if (!URL.canParse(text)) throw new Error('is no address; write https://… ')
  const url = new URL(text)
  const isOwn = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwn))
    throw new Error('must begin with https://; http:// is for this machine only')
  if (secret === undefined) throw new Error('needs ALERT_WEBHOOK_SECRET, by which its receiver knows what comes from this hub')
  return { url, secret, caFile }
}

/** What a list of its own syntax says, or one more line of what is wrong. */
function readOr<T>(lines: string[], name: string, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    lines.push(`  ${name}: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

/** What the client takes without a word of its own, which would show the password. */
function isRedisUrl(text: string): boolean {
  if (!/^rediss?:\/\/[^/\s]+/.test(text) || !URL.canParse(text)) return false
  const { pathname, username, password } = new URL(text)
  return /^(\/\d*)?$/.test(pathname) && !/%(?![0-9a-f]{2})/i.test(`${username}${password}`)
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}
