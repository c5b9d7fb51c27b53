import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { adoptServer } from './adopt-server.ts'
import { choosePlace } from './choose-place.ts'
import { findBinaries } from './find-binaries.ts'
import { withFileLock } from './folder-lock.ts'
import { initialiseCluster } from './initialise-cluster.ts'
import { launchServer } from './launch-server.ts'
import { ensureOwner, OWNER, readOrMakePassword } from './owner.ts'
import { endServer } from './running-server.ts'
import { findServiceUser } from './service-user.ts'
import { serverSettings } from './settings.ts'

export interface EmbeddedPostgresOptions {
  /** Folder of our own; cluster, password, port and log lie below it. */
  readonly dataDir: string
  readonly log?: (line: string) => void
  /** Over those of `serverSettings()`. */
  readonly settings?: Readonly<Record<string, string>>
  /** How long it may take until it answers; two minutes unless told otherwise. */
  readonly readyMs?: number
}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** The owner's URL of the database `counterfoil`. Holds the password: not for logs. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Whether the server had been left running by somebody else. */
  readonly adopted: boolean
  /** Fast shutdown; returns when the server is gone. A second call does nothing. */
  readonly stop: () => Promise<void>
}

/**
 * Starts PostgreSQL from the npm package over `dataDir`, or takes over the server already running there, and returns
 * when it answers. It listens on 127.0.0.1 only, in a process group of its own, and outlives this process unless
 * stopped. Throws with the last lines of its log when it does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o755 })
  // One name for one folder: a server is known by the path it was started with.
  const dataDir = await realpath(options.dataDir)
  return withFileLock(join(dataDir, 'start.lock'), 120_000, () => startLocked(dataDir, options))
}

async function startLocked(
  dataDir: string,
  { log = () => {}, settings = {}, readyMs }: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const user = findServiceUser()
  const place = await choosePlace({ dataDir, binaries: findBinaries(), user })
  const password = await readOrMakePassword(dataDir)
  const portFile = join(dataDir, 'port')

  const left = await adoptServer({ cluster: place.cluster, password })
  if (left) {
    log(`PostgreSQL was still running (process ${left.pid}, port ${left.port}); going on with it`)
    await ensureOwner(left.port, password)
    await writeFile(portFile, `${left.port}\n`)
    return handle({ ...left, password, cluster: place.cluster, adopted: true })
  }

  const allSettings = { ...serverSettings(), ...settings }
  if (await initialiseCluster({ ...place, user, password, flush: allSettings.fsync !== 'off' })) {
    log(`made a new PostgreSQL cluster in ${place.cluster}`)
  }
  const remembered = Number(await readFile(portFile, 'utf8').catch(() => ''))
  const started = await launchServer({
    ...place,
    user,
    password,
    settings: allSettings,
    logFile: join(dataDir, 'postgres.log'),
    preferredPort: remembered > 0 ? remembered : undefined,
    ...(readyMs !== undefined && { readyMs }),
  })
  await ensureOwner(started.port, password)
  await writeFile(portFile, `${started.port}\n`)
  log(`PostgreSQL is up (process ${started.pid}, port ${started.port})`)
  return handle({ ...started, password, cluster: place.cluster, adopted: false })
}

interface Started {
  readonly pid: number
  readonly port: number
  readonly password: string
  readonly cluster: string
  readonly adopted: boolean
}

function handle({ pid, port, password, cluster, adopted }: Started): EmbeddedPostgres {
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= endServer(pid, cluster, 30_000)
    return stopping
  }
  const url = `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${OWNER}`
  return { url, port, pid, adopted, stop, [Symbol.asyncDispose]: stop }
}
