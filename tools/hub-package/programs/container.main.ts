import { readFileSync } from 'node:fs'

/**
 * A program in a container: `hub`, `dashboard`, `prepare` or `counterfoil VERB …`. Secrets come as files, so that none of them stands in
 * the container's settings: `NAME_FILE` names the file that holds `NAME`.
 */
const SECRETS = [
  'DATABASE_URL',
  'DATABASE_REPLICA_URL',
  'AUTH_SECRET',
  'METRICS_TOKEN',
  'ALERT_WEBHOOK_SECRET',
  'ALERT_SMTP_URL',
  'ALERT_CHATS',
  'OIDC_CLIENT_SECRET',
  'REDIS_URL',
]
const PROGRAMS: Readonly<Record<string, string>> = {
  hub: '../../../apps/web/src/realtime/main.ts',
  dashboard: './dashboard.main.ts',
  prepare: './prepare.main.ts',
  counterfoil: '../../../apps/cli/src/main.ts',
}

const [name = ''] = process.argv.splice(2, 1)
const program = PROGRAMS[name]
if (program === undefined) throw new Error(`say which program: ${Object.keys(PROGRAMS).join(', ')}`)
for (const secret of SECRETS) {
  const file = process.env[`${secret}_FILE`]
  delete process.env[`${secret}_FILE`]
  if (file) process.env[secret] = readFileSync(file, 'utf8').trim()
}
// The pages the hub answers are those people type, unless it is told otherwise.
if (process.env.PUBLIC_ORIGIN && !process.env.DASHBOARD_ORIGIN) process.env.DASHBOARD_ORIGIN = process.env.PUBLIC_ORIGIN
await import(program)
