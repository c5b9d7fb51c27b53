import { spawn } from 'node:child_process'
import { open, readFile, stat, truncate } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { choosePort } from './choose-port.ts'
import { binary } from './find-binaries.ts'
import { serverEnvironment } from './initialise-cluster.ts'
import { answersFor } from './open-admin.ts'
import type { ServiceUser } from './service-user.ts'

export interface LaunchOptions {
  readonly cluster: string
  readonly binaries: string
  readonly user: ServiceUser | undefined
  readonly password: string
  readonly settings: Readonly<Record<string, string>>
  readonly logFile: string
  readonly preferredPort: number | undefined
  /** How long it may take until it answers. */
  readonly readyMs?: number
}

/** Starts the server and returns when it answers. Tries another port when somebody takes ours in between. */
export async function launchServer(options: LaunchOptions): Promise<{ pid: number; port: number }> {
  let preferred = options.preferredPort
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(preferred)
    const outcome = await launchAt(port, options)
    if (typeof outcome === 'number') return { pid: outcome, port }
    // Processes of a killed server may live a moment longer than it, a port may be taken since we looked.
    const passing = /address already in use|could not bind|still in use|is running/i.test(outcome.said)
    if (!passing || attempt === 5)
      throw new Error(`PostgreSQL did not start. Its log (${options.logFile}) ends with:\n${outcome.said}`)
    preferred = undefined
    await sleep(300)
  }
}

/** Returns the process number, or what the server said before it ended. */
async function launchAt(port: number, options: LaunchOptions): Promise<number | { said: string }> {
  const { cluster, binaries, user, password, settings, logFile, readyMs = READY_MS } = options
  if (((await stat(logFile).catch(() => undefined))?.size ?? 0) > LOG_MAX_BYTES) await truncate(logFile)
  const logStart = (await stat(logFile).catch(() => undefined))?.size ?? 0
  const logHandle = await open(logFile, 'a', 0o600)
  const flags = { ...settings, port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '' }
  const child = spawn(
    binary(binaries, 'postgres'),
    ['-D', cluster, ...Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...(user ?? {}),
      cwd: '/',
      env: serverEnvironment(),
      // Its own session: Ctrl-C in the terminal reaches the launcher, which stops the server last.
      detached: true,
      stdio: ['ignore', logHandle.fd, logHandle.fd],
      windowsHide: true,
    },
  )
  let ended = false
  let spawnError: Error | undefined
  child.once('exit', () => {
    ended = true
  })
  child.once('error', (error) => {
    spawnError = error
    ended = true
  })
  child.unref()
  await logHandle.close()

  for (let waitedMs = 0; waitedMs < readyMs && !ended; waitedMs += 25) {
    if ((await answersFor(cluster, port, password)) && child.pid !== undefined) return child.pid
    await sleep(25)
  }
  const said = (await readFile(logFile)).subarray(logStart).toString().trim().split('\n').slice(-15).join('\n')
  if (ended) return { said: spawnError?.message ?? said }
  child.kill('SIGQUIT')
  throw new Error(`PostgreSQL did not answer within ${readyMs / 1000} s. Its log (${logFile}) ends with:\n${said}`)
}

/** Recovery after a crash may take a while: up to checkpoint_timeout's worth of WAL. */
const READY_MS = 120_000
const LOG_MAX_BYTES = 20 * 1024 * 1024
