import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { adoptServer } from './adopt-server.ts'
import { choosePlace } from './choose-place.ts'
import { findBinaries } from './find-binaries.ts'
import { withFileLock } from './folder-lock.ts'
import { readOrMakePassword } from './owner.ts'
import { endServer } from './running-server.ts'
import { findServiceUser } from './service-user.ts'

export interface StopOptions {
  readonly dataDir: string
  /** Asked while nobody else can take the server over; true leaves it running. */
  readonly unless?: (port: number) => Promise<boolean>
}

/** Stops the server over `dataDir`, whoever started it. Returns whether one ran and was stopped. */
export async function stopEmbeddedPostgres({ dataDir, unless }: StopOptions): Promise<boolean> {
  const folder = await realpath(dataDir).catch(() => undefined)
  if (folder === undefined) return false
  return withFileLock(join(folder, 'start.lock'), 120_000, async () => {
    const place = await choosePlace({ dataDir: folder, binaries: findBinaries(), user: findServiceUser() })
    const running = await adoptServer({ cluster: place.cluster, password: await readOrMakePassword(folder) })
    if (!running || (await unless?.(running.port))) return false
    await endServer(running.pid, place.cluster, 30_000)
    return true
  })
}
