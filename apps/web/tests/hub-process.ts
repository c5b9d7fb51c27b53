import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { until } from './hub-bed.ts'

export interface HubProcess {
  readonly url: string
  readonly port: number
  readonly log: () => string
  /** Ends it with this signal and waits for its end; gives the exit code. */
  kill(signal: NodeJS.Signals): Promise<number | null>
}

/** The hub as `npm start` runs it: a process of its own over this database. Returns when it is healthy. */
export async function startHubProcess(options: {
  databaseUrl: string
  port: number
  origin?: string
  redisUrl?: string
}): Promise<HubProcess> {
  const { databaseUrl, port, redisUrl, origin = 'http://dashboard.test' } = options
  const web = join(import.meta.dirname, '..')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/realtime/main.ts'], {
    cwd: web,
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      // What Node made of our TypeScript before, where the tests' runner keeps it.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_URL: databaseUrl,
      HUB_KEY: 'A'.repeat(43),
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
      HUB_PORT: String(port),
      HUB_HOST: '127.0.0.1',
      DASHBOARD_ORIGIN: origin,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')))
  const url = `http://127.0.0.1:${port}`
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the hub ended with ${child.exitCode}:\n${log}`)
    return (await fetch(`${url}/healthz`).catch(() => null))?.status === 200
  }, 90_000)
  return { url, port, log: () => log, kill: (signal) => end(child, signal) }
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code))
    child.kill(signal)
  })
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
