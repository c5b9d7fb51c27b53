import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import {
  chooseBase,
  createRepository,
  makeBackupKey,
  openAdmin,
  openRepository,
  restoreCluster,
  takeBase,
} from '../backup/index.ts'
import { findRunningCluster } from '../embedded/index.ts'
import { createPool } from '../pool.ts'

export interface StandbyWanted {
  /** Of the primary, which runs. */
  readonly dataDir: string
  /** The owner's URL of the primary's database, which knows its installation. */
  readonly url: string
  /** Where the standby finds its primary: the server's own port, or a line to it. */
  readonly port: number
  readonly into: string
  /** Where the copy lies on its way. */
  readonly backups: string
}

/** A copy of the running primary, as a base backup gives it; started over `into` with the settings returned it follows. */
export async function copyForStandby(wanted: StandbyWanted): Promise<Readonly<Record<string, string>>> {
  const { dataDir, into, backups } = wanted
  const running = await findRunningCluster(dataDir)
  if (running === undefined) throw new Error('the primary does not run')
  const owner = createPool({ url: wanted.url, role: 'owner', max: 1 })
  const admin = await openAdmin(running.port, running.password)
  try {
    const { rows } = await owner.query<{ id: string; name: string; logOrigin: string }>(
      'select id::text, name, log_origin as "logOrigin" from installation',
    )
    const [installation] = rows
    if (installation === undefined) throw new Error('the primary has no installation')
    const key = makeBackupKey()
    await createRepository({ folder: backups, installation, publicKey: key.publicKey, wrapped: undefined })
    const repository = await openRepository(backups)
    await takeBase({ repository, dataDir, cluster: running.cluster, admin, database: owner, now: () => new Date() })
    await restoreCluster({
      repository,
      chosen: await chooseBase(repository, undefined),
      privateKey: key.privateKey,
      dataDir: into,
    })
  } finally {
    await Promise.all([admin.end(), owner.end()])
  }
  const cluster = join(into, 'cluster')
  await rename(join(cluster, 'recovery.signal'), join(cluster, 'standby.signal'))
  return { primary_conninfo: `host=127.0.0.1 port=${wanted.port} user=postgres password=${running.password}` }
}
