import { z } from 'zod'
import { readSsoSettings, type SsoSettings } from './server/sso/sso-settings.ts'

const Port = z.coerce.number().int().min(1).max(65_535)

const EnvSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  DATABASE_REPLICA_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .optional(),
  WEB_PORT: Port.default(3000),
  HUB_PORT: Port.default(4000),
  PUBLIC_HUB_PORT: Port.optional(),
  PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  EVIDENCE_DIR: z.string().optional(),
  METRICS_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
})

export interface Env {
  readonly nodeEnv: 'development' | 'production' | 'test'
  readonly databaseUrl: string
  /** A streaming replica for what may be old by a second; null without one. */
  readonly replicaUrl: string | null
  readonly webPort: number
  /** Where browsers find the hub, on the host they know us by. */
  readonly hubPort: number
  /** Scheme, host and port people type; cookies and origin checks follow it. */
  readonly publicOrigin: string
  readonly authSecret: string
  /** The folder in which the hub puts evidence packages; null where it is not seen from here. */
  readonly evidenceDir: string | null
  /** Shown by whoever reads `/metrics`; null: nobody does. */
  readonly metricsToken: string | null
  /** Null: people sign in here only. */
  readonly sso: SsoSettings | null
}

/** Reads the settings or throws one error that names each wrong variable and what it should be. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const known = Object.fromEntries(Object.keys(EnvSchema.shape).map((name) => [name, source[name] || undefined]))
  const parsed = EnvSchema.safeParse(known)
  const sso = readSsoSettings(source)
  if (!parsed.success || sso.problems.length > 0) {
    const wrong = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    const lines = [...wrong, ...sso.problems].map((line) => `  ${line}`)
    throw new Error(`The dashboard cannot start: these environment variables are missing or wrong.\n${lines.join('\n')}`)
  }
  const env = parsed.data
  return {
    nodeEnv: env.NODE_ENV,
    databaseUrl: env.DATABASE_URL,
    replicaUrl: env.DATABASE_REPLICA_URL ?? null,
    webPort: env.WEB_PORT,
    hubPort: env.PUBLIC_HUB_PORT ?? env.HUB_PORT,
    publicOrigin: new URL(env.PUBLIC_ORIGIN ?? `http://localhost:${env.WEB_PORT}`).origin,
    authSecret: env.AUTH_SECRET,
    evidenceDir: env.EVIDENCE_DIR ?? null,
    metricsToken: env.METRICS_TOKEN ?? null,
    sso: sso.settings,
  }
}
