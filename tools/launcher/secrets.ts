import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseHubSecrets, type UsedSecrets } from '@counterfoil/services/vault'

type Env = Readonly<Record<string, string | undefined>>

/** The dashboard's secrets, for its environment: `AUTH_SECRET` or the file made at the first start, and its identity provider's. */
export function dashboardSecrets(dataFolder: string, env: Env, used: UsedSecrets['dashboard']): Readonly<Record<string, string>> {
  const given = env.OIDC_CLIENT_SECRET ? { OIDC_CLIENT_SECRET: env.OIDC_CLIENT_SECRET } : {}
  if (env.AUTH_SECRET) return { ...given, AUTH_SECRET: env.AUTH_SECRET }
  const file = join(dataFolder, 'auth-secret')
  const secret = readOrMake(file, used)
  if (secret.length < 32) throw new Error(`${file} is damaged; put its backup back: without it no second factor can be checked.`)
  return { ...given, AUTH_SECRET: secret }
}

/** The hub's secret, for its environment and no other's: `HUB_KEY`, or where the file is that was made at the first start. */
export function hubSecret(dataFolder: string, env: Env, used: UsedSecrets['hub']): Readonly<Record<string, string>> {
  if (env.HUB_KEY) return { HUB_KEY: env.HUB_KEY }
  if (env.HUB_KEY_FILE) return { HUB_KEY_FILE: resolve(env.HUB_KEY_FILE) }
  const file = join(dataFolder, 'hub-key')
  const text = readOrMake(file, used)
  try {
    parseHubSecrets(text)
  } catch (error) {
    // Never made anew in silence: what was sealed would be lost.
    throw new Error(`${file} is damaged; put its backup back. ${error instanceof Error ? error.message : String(error)}`)
  }
  return { HUB_KEY_FILE: file }
}

/** The environment without the settings that hold secrets: each process is given its own, and none of another's. */
export function withoutSecrets(env: Env): Env {
  const {
    AUTH_SECRET: _dashboard,
    OIDC_CLIENT_SECRET: _provider,
    METRICS_TOKEN: _metrics,
    ALERT_WEBHOOK_SECRET: _alerts,
    ALERT_SMTP_URL: _mail,
    ALERT_CHATS: _chats,
    HUB_KEY: _hub,
    HUB_KEY_FILE: _file,
    ...others
  } = env
  return others
}

/** Made at the first start and kept beside the data, readable by its owner only. One that was `used` is lost, and never made anew in silence. */
function readOrMake(file: string, used: string | null): string {
  if (used !== null && !existsSync(file)) {
    throw new Error(
      `${file} is missing, and the database knows the key ${used} that it held. Put its backup back. If it is lost for good, say: npm run counterfoil -- keys replace ${basename(file)} (docs/guide/keys.md says what is lost with it).`,
    )
  }
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}
