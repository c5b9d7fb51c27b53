import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the first lines of postmaster.pid say. */
export interface RunningServer {
  readonly pid: number
  readonly port: number
  readonly status: string
}

/** Reads postmaster.pid; undefined when there is no such file or it is not written out yet. */
export async function readPostmasterFile(cluster: string): Promise<RunningServer | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!(pid > 0)) return undefined
  return { pid, port, status: lines[7]?.trim() ?? '' }
}

export type Occupant = 'ours' | 'somebody_else' | 'nobody'

/** Whether the process of that number is a PostgreSQL server over this cluster; numbers are used again. */
export async function whoHas(pid: number, cluster: string): Promise<Occupant> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'nobody'
  }
  const command = await commandOf(pid)
  if (command === '') return 'nobody'
  return command === undefined || (command.includes('postgres') && command.includes(cluster)) ? 'ours' : 'somebody_else'
}

/** The command line; empty for a dead process nobody has waited for, undefined where the system does not tell. */
async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  if (process.platform === 'win32') return undefined
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? undefined
}

/**
 * Ends the server the fast way (open transactions are rolled back, nothing needs recovery) and waits until it is gone;
 * after `timeoutMs` the immediate way, which the next start recovers from.
 */
export async function endServer(pid: number, cluster: string, timeoutMs: number): Promise<void> {
  // Its file goes away a moment before the process does, and a dead one nobody has waited for keeps its number.
  const gone = async () => (await whoHas(pid, cluster)) !== 'ours'
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return
      throw error
    }
    for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 20) {
      if (await gone()) return
      await sleep(20)
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop. Its data is safe; end it by hand.`)
}
