import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../embedded/start-embedded-postgres.ts'
import { BackupError } from '../backup-error.ts'

/** A server that has come back. */
export interface Recovered {
  readonly server: EmbeddedPostgres
  /** ISO: the last commit that was brought back; null when the log held none after the base backup. */
  readonly lastCommitAt: string | null
}

export interface RecoverOptions {
  readonly dataDir: string
  readonly at: Date | undefined
  readonly settings?: Readonly<Record<string, string>>
  readonly log?: (line: string) => void
}

/** It answers when it has replayed what was written while the base was copied, which of a large database is much. */
const A_DAY_MS = 86_400_000
/** One call flushes all of the folder where the system has it, instead of one for each of thousands of files. */
const RECOVERY = { restore_command: 'exit 1', ...(process.platform === 'linux' && { recovery_init_sync_method: 'syncfs' }) }

/** Starts the restored cluster, lets it replay the log up to the moment, and returns when it takes writes again. */
export async function recover({ dataDir, at, settings = {}, log }: RecoverOptions): Promise<Recovered> {
  const start = (target: Readonly<Record<string, string>>) =>
    // The log lies in the cluster already: asked for anything else, the "archive" has nothing.
    startEmbeddedPostgres({ dataDir, readyMs: A_DAY_MS, settings: { ...settings, ...RECOVERY, ...target }, ...(log && { log }) })
  if (at === undefined) return finish(await start({}))
  try {
    return await finish(
      await start({ recovery_target_time: at.toISOString().replace('Z', '+00'), recovery_target_action: 'promote' }),
    )
  } catch (error) {
    const said = await readFile(join(dataDir, 'postgres.log'), 'utf8').catch(() => '')
    // Nothing was committed between the last commit and the moment: all of the log is what was there then.
    if (!said.includes('recovery ended before configured recovery target was reached')) throw error
    return finish(await start({}))
  }
}

async function finish(server: EmbeddedPostgres): Promise<Recovered> {
  try {
    for (;;) {
      const row = await ask(server.url)
      if (row?.recovering === false) return { server, lastCommitAt: row.last?.toISOString() ?? null }
      await sleep(50)
    }
  } catch (error) {
    await server.stop()
    throw new BackupError(
      `The restored database ended while it recovered (${error instanceof Error ? error.message : String(error)}).`,
    )
  }
}

async function ask(url: string): Promise<{ recovering: boolean; last: Date | null } | undefined> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const sql = 'select pg_is_in_recovery() as recovering, pg_last_xact_replay_timestamp() as last'
    return (await client.query<{ recovering: boolean; last: Date | null }>(sql)).rows[0]
  } finally {
    await client.end()
  }
}
