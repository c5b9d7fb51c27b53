import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { tryFileLock } from '@counterfoil/db/embedded'

/** What a launcher leaves in the data folder while it runs: where the database is, and which processes are its own. */
export interface Running {
  readonly launcherPid: number
  readonly databaseUrl: string
  readonly origin: string
  readonly processes: readonly { readonly name: string; readonly pid: number }[]
}

const GONE_WITHIN_MS = 5_000

const fileIn = (dataFolder: string) => join(dataFolder, 'running.json')

export function writeRunning(dataFolder: string, running: Running): void {
  writeFileSync(fileIn(dataFolder), JSON.stringify(running, null, 2), { mode: 0o600 })
}

export function removeRunning(dataFolder: string): void {
  rmSync(fileIn(dataFolder), { force: true })
}

/**
 * Takes the folder for this launcher; returns how to give it back. Throws when another launcher has it. The lock is the
 * operating system's, so it goes with the process that holds it, however that one ends.
 */
export function holdFolder(dataFolder: string): () => void {
  const release = tryFileLock(join(dataFolder, 'launcher.lock'))
  if (release) return release
  const running = readRunning(dataFolder)
  const where = running ? ` (process ${running.launcherPid}): ${running.origin}` : ', or is starting or stopping'
  throw new Error(`Counterfoil already runs from ${dataFolder}${where}`)
}

/**
 * Ends the processes that a killed launcher left behind and waits until they are gone, so that their ports are free again
 * (its PostgreSQL is adopted elsewhere, never killed). Only who holds the folder may call this.
 */
export async function endLeftovers(dataFolder: string, say: (line: string) => void): Promise<void> {
  const running = readRunning(dataFolder)
  if (!running) return
  const left = running.processes.filter(({ pid }) => isOurs(pid, running.databaseUrl))
  for (const { name, pid } of left) {
    say(`ending ${name} (process ${pid}), left over from a launcher that was killed`)
    process.kill(-pid, 'SIGKILL')
  }
  for (const { pid } of left) {
    for (let waitedMs = 0; waitedMs < GONE_WITHIN_MS && isOurs(pid, running.databaseUrl); waitedMs += 20) await delay(20)
  }
  removeRunning(dataFolder)
}

/** What the launcher of this folder says of itself; undefined while none runs. */
export function readRunning(dataFolder: string): Running | undefined {
  try {
    const read = JSON.parse(readFileSync(fileIn(dataFolder), 'utf8')) as Partial<Running> | null
    return Array.isArray(read?.processes) ? (read as Running) : undefined
  } catch {
    // None, or cut short when the power went: then nothing can be said of what runs.
    return undefined
  }
}

/** A number is not enough: process ids are used again. Ours have this database's address in their environment. */
function isOurs(pid: number, databaseUrl: string): boolean {
  try {
    process.kill(pid, 0)
    if (!existsSync('/proc/self/environ')) return true
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`DATABASE_URL=${databaseUrl}`)
  } catch {
    return false
  }
}
