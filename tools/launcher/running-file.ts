import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a launcher leaves in the data folder while it runs: where the database is, and which processes are its own. */
export interface Running {
  readonly launcherPid: number
  readonly databaseUrl: string
  readonly origin: string
  readonly processes: readonly { readonly name: string; readonly pid: number }[]
}

const fileIn = (dataFolder: string) => join(dataFolder, 'running.json')

export function writeRunning(dataFolder: string, running: Running): void {
  writeFileSync(fileIn(dataFolder), JSON.stringify(running, null, 2), { mode: 0o600 })
}

export function removeRunning(dataFolder: string): void {
  rmSync(fileIn(dataFolder), { force: true })
}

/**
 * Throws when another launcher serves this folder. Processes that a killed launcher left behind are ended, so that their
 * ports are free again (its PostgreSQL is adopted elsewhere, never killed).
 */
export function endLeftovers(dataFolder: string, say: (line: string) => void): void {
  const running = readRunning(dataFolder)
  if (!running) return
  if (running.launcherPid !== process.pid && isOurs(running.launcherPid)) {
    throw new Error(`Counterfoil already runs from ${dataFolder} (process ${running.launcherPid}): ${running.origin}`)
  }
  for (const { name, pid } of running.processes) {
    if (!isOurs(pid)) continue
    say(`ending ${name} (process ${pid}), left over from a launcher that was killed`)
    process.kill(-pid, 'SIGKILL')
  }
  removeRunning(dataFolder)
}

function readRunning(dataFolder: string): Running | undefined {
  if (!existsSync(fileIn(dataFolder))) return undefined
  try {
    return JSON.parse(readFileSync(fileIn(dataFolder), 'utf8')) as Running
  } catch {
    return undefined
  }
}

/** A number is not enough: process ids are used again, so the command line must be one of ours. */
function isOurs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    if (!existsSync('/proc')) return true
    return /counterfoil|tools\/(start|dev)\.ts|realtime\/main|next|demo\/main/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  } catch {
    return false
  }
}
