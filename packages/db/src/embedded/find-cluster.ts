import { realpath } from 'node:fs/promises'
import { adoptServer } from './adopt-server.ts'
import { choosePlace } from './choose-place.ts'
import { findBinaries } from './find-binaries.ts'
import { readOrMakePassword } from './owner.ts'
import { findServiceUser, type ServiceUser } from './service-user.ts'

/** The embedded server that runs over a data folder, for whoever administers it. */
export interface RunningCluster {
  /** PGDATA. */
  readonly cluster: string
  readonly port: number
  readonly password: string
  /** Whom its files belong to; undefined for whoever started it. */
  readonly user: ServiceUser | undefined
}

/** Undefined when none runs there. */
export async function findRunningCluster(dataDir: string): Promise<RunningCluster | undefined> {
  const folder = await realpath(dataDir).catch(() => undefined)
  if (folder === undefined) return undefined
  const user = findServiceUser()
  const { cluster } = await choosePlace({ dataDir: folder, binaries: findBinaries(), user })
  const password = await readOrMakePassword(folder)
  const running = await adoptServer({ cluster, password })
  return running && { cluster, port: running.port, password, user }
}
