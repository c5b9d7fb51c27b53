import { createPool } from '@counterfoil/db'
import {
  BackupError,
  type BaseManifest,
  chooseBase,
  giveToOwner,
  openRepository,
  readBackedUp,
  recover,
  restoreCluster,
} from '@counterfoil/db/backup'
import type { EmbeddedPostgres } from '@counterfoil/db/embedded'
import type { CliIo } from '../../verb.ts'
import { rebuildRecord } from '../verify/rebuild.ts'
import { type UnlockValues, unlock } from './unlock.ts'

export interface BringBackOptions {
  readonly folder: string
  readonly into: string
  readonly at: Date | undefined
  readonly values: UnlockValues
  /** For the verifier: keys the person holds. */
  readonly trust: readonly string[]
}

export interface BroughtBack {
  readonly base: string
  readonly lastCommitAt: string | null
  readonly reachesTo: string
  readonly seconds: { readonly files: number; readonly recovery: number; readonly verification: number }
  /** Of the audit verifier: 0 is sound. */
  readonly verdict: number
}

/** Restores into an empty folder, replays the log, and lets the audit verifier look at what came out. The server is stopped again. */
export async function bringBack({ folder, into, at, values, trust }: BringBackOptions, io: CliIo): Promise<BroughtBack> {
  const repository = await openRepository(folder)
  const chosen = await chooseBase(repository, at)
  const privateKey = await unlock(repository, values, io)
  const begun = performance.now()
  await restoreCluster({ repository, chosen, privateKey, dataDir: into })
  const copied = performance.now()
  const { server, lastCommitAt } = await recover({ dataDir: into, at })
  const recovered = performance.now()
  try {
    await refuseOther(server, chosen.base)
    const env = { ...io.env, DATABASE_URL: server.url, ARCHIVE_DIR: `${into}/archives` }
    const verdict = await rebuildRecord(trust, { ...io, input: io.input, stop: io.stop, env })
    const ended = performance.now()
    const seconds = {
      files: secondsOf(begun, copied),
      recovery: secondsOf(copied, recovered),
      verification: secondsOf(recovered, ended),
    }
    return { base: chosen.base.name, lastCommitAt, reachesTo: chosen.reachesTo, seconds, verdict }
  } finally {
    await server.stop()
    await giveToOwner(into)
  }
}

/** What came out must be what the manifest says went in. */
async function refuseOther(server: EmbeddedPostgres, { installation, checkpoint, name }: BaseManifest): Promise<void> {
  const pool = createPool({ url: server.url, max: 1, role: 'owner' })
  try {
    const found = await readBackedUp(pool)
    if (found.installation.id !== installation.id)
      throw new BackupError(
        `${name} says it is of ${installation.name}, but the database in it is of ${found.installation.name}.`,
      )
    const held = await pool.query('select from audit_checkpoint where note = $1', [checkpoint])
    if (checkpoint !== null && held.rowCount === 0)
      throw new BackupError(`The checkpoint that ${name} names is not in the database that came out of it.`)
  } finally {
    await pool.end()
  }
}

function secondsOf(from: number, to: number): number {
  return Math.round((to - from) / 10) / 100
}
