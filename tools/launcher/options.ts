import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface LaunchOptions {
  readonly dataFolder: string
  readonly webPort: number
  readonly hubPort: number
  /** Address to listen on; only this machine unless told otherwise, because the dashboard speaks no TLS. */
  readonly host: string
  /** The address at which this machine itself reaches what listens on `host`. */
  readonly ownAddress: string
  readonly publicOrigin: string
  /** The hub speaks TLS with this certificate; undefined for plain HTTP. */
  readonly hubCertificate: string | undefined
  readonly databaseUrl: string | undefined
  readonly demo: boolean
  /** Days of demo history; 0 for none. */
  readonly demoDays: number
  readonly development: boolean
}

type Env = Readonly<Record<string, string | undefined>>

/** Reads the launcher's arguments and environment; throws a sentence that names what is wrong. */
export function readOptions(args: readonly string[], env: Env, root: string, development: boolean): LaunchOptions {
  const { values } = parseArgs({ args: [...args], options: { 'no-demo': { type: 'boolean' } } })
  const webPort = port(env, 'WEB_PORT', 3000)
  const hubPort = port(env, 'HUB_PORT', 4000)
  if (webPort === hubPort) throw new Error(`WEB_PORT and HUB_PORT are both ${webPort}; give them different ports.`)
  const host = env.COUNTERFOIL_HOST || '127.0.0.1'
  const demo = values['no-demo'] !== true
  const hubCertificate = env.TLS_CERT ? resolve(root, env.TLS_CERT) : undefined
  if (demo && hubCertificate !== undefined)
    throw new Error(
      'TLS_CERT is set, but the demo’s stores speak plain HTTP to the hub on this machine; start with -- --no-demo, or without TLS_CERT and TLS_KEY.',
    )
  return {
    dataFolder: resolve(root, env.COUNTERFOIL_DATA || '.counterfoil'),
    webPort,
    hubPort,
    host,
    ownAddress: ownAddress(host),
    publicOrigin: env.PUBLIC_ORIGIN || `http://localhost:${webPort}`,
    databaseUrl: env.DATABASE_URL || undefined,
    hubCertificate,
    demo,
    demoDays: wholeNumber(env, 'DEMO_DAYS', 14, 0, 60),
    development,
  }
}

function ownAddress(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

function port(env: Env, name: string, otherwise: number): number {
  return wholeNumber(env, name, otherwise, 1, 65_535)
}

function wholeNumber(env: Env, name: string, otherwise: number, least: number, most: number): number {
  const text = env[name]
  if (text === undefined || text === '') return otherwise
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not "${text}".`)
}
