import { join } from 'node:path'
import { createPool } from '@counterfoil/db'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@counterfoil/db/embedded'
import { killPostgres } from './kill-postgres.ts'
import type { Release } from './release.ts'

/** The run's own PostgreSQL, with a real server's settings, and what may befall it. */
export interface ChaosDatabase {
  /** The owner's URL, past the fault proxy. */
  readonly url: string
  readonly port: number
  readonly dataDir: string
  /** Stops it and starts it again when `down` resolves; `at once` ends it without a checkpoint, so that it must recover. */
  restart(how: 'fast' | 'at once', down: () => Promise<unknown>): Promise<void>
  /** Ends it at whatever instruction it is; it must recover when it is started. */
  kill(): Promise<void>
  start(): Promise<void>
  setReadOnly(readOnly: boolean): Promise<void>
  endSessions(): Promise<void>
  stop(): Promise<void>
}

export async function startChaosDatabase(
  folder: string,
  release: Release,
  settings: Readonly<Record<string, string>> = {},
): Promise<ChaosDatabase> {
  const dataDir = join(folder, 'postgres')
  const start = () => startEmbeddedPostgres({ dataDir, settings })
  let server: EmbeddedPostgres = await start()
  await release.applyMigrations({ url: server.url })

  async function administer(sql: string): Promise<void> {
    const url = Object.assign(new URL(server.url), { username: 'postgres', pathname: '/postgres' }).href
    const pool = createPool({ url, role: 'owner', max: 1 })
    await pool.query(sql).finally(() => pool.end())
  }

  return {
    dataDir,
    get url() {
      return server.url
    },
    get port() {
      return server.port
    },
    async restart(how, down) {
      if (how === 'at once') process.kill(server.pid, 'SIGQUIT')
      await server.stop()
      await down()
      server = await start()
    },
    kill: () => killPostgres(server.pid, dataDir),
    async start() {
      server = await start()
    },
    async setReadOnly(readOnly) {
      await administer(
        readOnly ? 'alter system set default_transaction_read_only = on' : 'alter system reset default_transaction_read_only',
      )
      await administer('select pg_reload_conf()')
    },
    endSessions: () =>
      administer(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'counterfoil' and pid <> pg_backend_pid()`,
      ),
    stop: () => server.stop(),
  }
}
