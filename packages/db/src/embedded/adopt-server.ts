import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { answersFor } from './open-admin.ts'
import { readPostmasterFile, whoHas } from './running-server.ts'

export interface AdoptOptions {
  readonly cluster: string
  readonly password: string
}

/**
 * Finds the server somebody left running over this cluster, e.g. a launcher that was killed, and waits until it
 * answers; one that is about to stop is waited out. Undefined when there is none. Throws when one runs but will not
 * talk to us.
 */
export async function adoptServer({ cluster, password }: AdoptOptions): Promise<{ pid: number; port: number } | undefined> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 100) {
    const found = await readPostmasterFile(cluster)
    if (!found) return undefined
    const occupant = await whoHas(found.pid, cluster)
    // PostgreSQL sees for itself that the process in its file is dead, but stops at a number that somebody else has now.
    if (occupant === 'somebody_else') await rm(join(cluster, 'postmaster.pid'), { force: true })
    if (occupant !== 'ours') return undefined
    if (found.status === 'ready') {
      const answer = await answersFor(cluster, found.port, password)
      if (answer === true) return { pid: found.pid, port: found.port }
      if (answer === false) break
    }
    await sleep(100)
  }
  const found = await readPostmasterFile(cluster)
  throw new Error(
    `A PostgreSQL server runs over ${cluster} (process ${found?.pid}) but does not let us in: its password file was lost, or it hangs. End that process and start again.`,
  )
}
