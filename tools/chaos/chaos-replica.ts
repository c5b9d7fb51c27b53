import { join } from 'node:path'
import { createPool } from '@counterfoil/db'
import { type EmbeddedPostgres, findRunningCluster, startEmbeddedPostgres } from '@counterfoil/db/embedded'
import { copyForStandby } from '@counterfoil/db/testing'
import type { ChaosDatabase } from './chaos-database.ts'
import type { FaultProxy } from './fault-proxy.ts'
import { killPostgres } from './kill-postgres.ts'

/** The run's streaming replica, a real server that follows the run's primary over its line. */
export interface ChaosReplica {
  /** As it stands now: its port may change. */
  readonly port: number
  kill(): Promise<void>
  start(): Promise<void>
  /** It goes on answering, and shows nothing new until it may again. */
  pauseReplay(paused: boolean): Promise<void>
  stop(): Promise<void>
}

export async function startChaosReplica(folder: string, primary: ChaosDatabase, line: FaultProxy): Promise<ChaosReplica> {
  const dataDir = join(folder, 'replica')
  const settings = await copyForStandby({
    dataDir: primary.dataDir,
    url: primary.url,
    port: line.port,
    into: dataDir,
    backups: join(folder, 'replica-copy'),
  })
  const start = () => startEmbeddedPostgres({ dataDir, settings })
  let server: EmbeddedPostgres = await start()
  return {
    get port() {
      return server.port
    },
    kill: () => killPostgres(server.pid, dataDir),
    async start() {
      server = await start()
    },
    async pauseReplay(paused) {
      const { port = 0, password = '' } = (await findRunningCluster(dataDir)) ?? {}
      const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`
      const pool = createPool({ url, role: 'owner', max: 1 })
      await pool.query(paused ? 'select pg_wal_replay_pause()' : 'select pg_wal_replay_resume()').finally(() => pool.end())
    },
    stop: () => server.stop(),
  }
}
