import type { KeyObject } from 'node:crypto'
import { chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { choosePlace } from '../../embedded/choose-place.ts'
import { findBinaries } from '../../embedded/find-binaries.ts'
import { findServiceUser } from '../../embedded/service-user.ts'
import { BackupError } from '../backup-error.ts'
import { checkSealed, readSealed } from '../files/sealed-files.ts'
import { unpackFiles } from '../files/unpack-files.ts'
import { whenAbsent } from '../files/when-absent.ts'
import type { Repository } from '../repository/repository.ts'
import type { Chosen } from './choose-base.ts'
import { intoFolder } from './into-folder.ts'

export interface RestoreClusterOptions {
  readonly repository: Repository
  readonly chosen: Chosen
  readonly privateKey: KeyObject
  /** Must not be there, or be empty. */
  readonly dataDir: string
}

/** Brings the files back: the data folder's secrets, the cluster, the log beside it. No server has run over them yet. */
export async function restoreCluster({ repository, chosen, privateKey, dataDir }: RestoreClusterOptions): Promise<void> {
  const { folder } = repository
  const { base, segments } = chosen
  await refuseUsed(dataDir)
  for (const file of [...base.files, ...segments]) {
    const wrong = await checkSealed(folder, file)
    if (wrong !== null)
      throw new BackupError(`${wrong} Nothing was restored. Take an earlier base backup, or another copy of the folder.`)
  }
  await mkdir(dataDir, { recursive: true, mode: 0o755 })
  const user = findServiceUser()
  const { cluster } = await choosePlace({ dataDir, binaries: findBinaries(), user })
  await refuseUsed(cluster)
  const unfinished = `${cluster}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  if (user) await chown(unfinished, user.uid, user.gid)
  // The server flushes all of its folder before it recovers.
  const ofServer = { user, flush: false }
  await unpackFiles(readSealed(folder, `base/${base.name}/cluster`, privateKey), intoFolder(unfinished, ofServer))
  for (const { name, segment } of segments) {
    const out = await intoFolder(unfinished, ofServer).file(`pg_wal/${segment}`)
    for await (const piece of readSealed(folder, name, privateKey)) await out.write(piece)
    await out.close()
  }
  // Tells the server to recover, and not to take what it finds for a crash.
  await writeFile(join(unfinished, 'recovery.signal'), '', { mode: 0o600 })
  if (user) await chown(join(unfinished, 'recovery.signal'), user.uid, user.gid)
  await unpackFiles(
    readSealed(folder, `base/${base.name}/data`, privateKey),
    intoFolder(dataDir, { user: undefined, flush: true }),
  )
  // Last: a folder whose restore broke off has no cluster, and another try begins anew.
  await rename(unfinished, cluster)
}

async function refuseUsed(folder: string): Promise<void> {
  const held = await readdir(folder).catch(whenAbsent<string[]>([]))
  if (held.length > 0)
    throw new BackupError(`${folder} is not empty. A restore never writes over anything: move it away, or say another folder.`)
}
