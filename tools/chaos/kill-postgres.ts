import { readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 50
const GONE_WITHIN_MS = 60_000

/** SIGKILL to the postmaster; resolves when the processes it leaves behind have found out and ended too. */
export async function killPostgres(pid: number, dataDir: string): Promise<void> {
  process.kill(pid, 'SIGKILL')
  for (let waitedMs = 0; left(dataDir).length > 0; waitedMs += LOOK_MS) {
    if (waitedMs > GONE_WITHIN_MS) throw new Error(`PostgreSQL was killed, and its processes ${left(dataDir).join(', ')} stay`)
    await delay(LOOK_MS)
  }
}

/** PostgreSQL's processes work in the folder of their cluster. */
function left(dataDir: string): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && workingFolder(name).startsWith(`${dataDir}/`))
}

function workingFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    // It has ended, or is another user's.
    return ''
  }
}
