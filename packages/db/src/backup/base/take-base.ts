import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { BackupError } from '../backup-error.ts'
import { type FileToPack, packFiles } from '../files/pack-files.ts'
import { type SealedFile, writeSealed } from '../files/sealed-files.ts'
import { type BaseManifest, basesFolder } from '../repository/base-manifest.ts'
import { type Repository, writeWhole } from '../repository/repository.ts'
import { captureWal, ensureSlot } from '../wal/capture-wal.ts'
import { readBackedUp } from './backed-up.ts'
import { clusterFiles } from './cluster-files.ts'
import { dataFiles, type OtherPlaces, secretsThere } from './data-files.ts'
import { beginLine, readLine } from './line.ts'

export interface TakeBaseOptions {
  readonly repository: Repository
  readonly dataDir: string
  readonly cluster: string
  /** Folders that are backed up as if they lay in the data folder. */
  readonly elsewhere?: OtherPlaces
  /** The superuser's connection to the server, of its own: a base backup is bound to one session. */
  readonly admin: pg.Client
  /** To the database `counterfoil`. */
  readonly database: Pick<pg.Pool | pg.PoolClient, 'query'>
  readonly now: () => Date
}

const FOLLOW_MS = 10_000

/** Copies the running cluster and the data folder's secrets, sealed, with the log that makes the copy whole. */
export async function takeBase(options: TakeBaseOptions): Promise<BaseManifest> {
  const { repository, dataDir, admin, database, now } = options
  const { folder, publicKey, installation } = repository
  const backedUp = await readBackedUp(database)
  if (backedUp.installation.id !== installation.id) {
    throw new BackupError(
      `${folder} is for ${installation.name} (log ${installation.logOrigin}), and this is ${backedUp.installation.name} (log ${backedUp.installation.logOrigin}). Set up another folder.`,
    )
  }
  const kept = await ensureSlot(admin)
  // A hole in the log: what follows it must not be taken for going on from what was before.
  const line = (kept && (await readLine(dataDir, folder))) || (await beginLine(dataDir, folder))
  const startedAt = now().toISOString()
  const name = `${startedAt.replace(/[-:]|\.\d+/g, '')}-${randomBytes(2).toString('hex')}`
  const inBase = (file: string) => ({ folder, publicKey, name: `base/${name}/${file}` })
  const contents = { files: 0, bytes: 0 }
  const count = (bytes: number) => {
    contents.files += 1
    contents.bytes += bytes
  }
  try {
    const places: Places = { first: '', start: '', end: '' }
    const archives: string[] = []
    const files: SealedFile[] = [
      await writeSealed(
        packFiles(withLog({ ...options, line }, places, wholeCluster(options, { name, places })), count),
        inBase('cluster'),
      ),
      await writeSealed(
        packFiles(noting(archives, withLog({ ...options, line }, places, dataFiles(dataDir, options.elsewhere ?? {}))), count),
        inBase('data'),
      ),
    ]
    const captured = await captureWal({ ...options, line, firstLsn: places.start })
    const manifest: BaseManifest = {
      format: 1,
      name,
      installation,
      checkpoint: backedUp.checkpoint,
      postgres: backedUp.postgres,
      line,
      startedAt,
      finishedAt: captured.at,
      firstSegment: places.first,
      endLsn: places.end,
      files,
      contents,
      secrets: await secretsThere(dataDir),
      archives,
    }
    await writeWhole(join(basesFolder(folder), name, 'manifest.json'), manifest)
    return manifest
  } catch (error) {
    await rm(join(basesFolder(folder), name), { recursive: true, force: true })
    throw error
  }
}

/** In the log: filled in by the server while its files are copied. */
interface Places {
  first: string
  start: string
  end: string
}

/** A large database, or years of archives, take hours to copy: the log must not wait for so long on one disk. */
async function* withLog(
  options: TakeBaseOptions & { readonly line: string },
  places: Places,
  files: AsyncIterable<FileToPack>,
): AsyncGenerator<FileToPack> {
  const nowMs = () => options.now().getTime()
  let followedMs = nowMs()
  for await (const file of files) {
    if (Math.abs(nowMs() - followedMs) >= FOLLOW_MS) {
      await captureWal({ ...options, firstLsn: places.start })
      followedMs = nowMs()
    }
    yield file
  }
}

const ARCHIVES = 'archives/'

/** Notes the names of archives that pass. */
async function* noting(archives: string[], files: AsyncIterable<FileToPack>): AsyncGenerator<FileToPack> {
  for await (const file of files) {
    if (file.path.startsWith(ARCHIVES)) archives.push(file.path.slice(ARCHIVES.length))
    yield file
  }
}

/** The files between the server's start and stop of a backup, and the label that it gives at the end. */
async function* wholeCluster(
  { cluster, admin }: TakeBaseOptions,
  { name, places }: { name: string; places: Places },
): AsyncGenerator<FileToPack> {
  const started = await admin.query<{ lsn: string; first: string }>(
    'select lsn::text, pg_walfile_name(lsn) as first from pg_backup_start($1, true) as lsn',
    [name],
  )
  Object.assign(places, { start: started.rows[0]?.lsn, first: started.rows[0]?.first })
  yield* clusterFiles(cluster)
  // Nothing archives here but ourselves, a moment later.
  const { rows } = await admin.query<{ lsn: string; label: string }>(
    'select lsn::text, labelfile as label from pg_backup_stop(false)',
  )
  places.end = rows[0]?.lsn ?? ''
  yield { path: 'backup_label', from: Buffer.from(rows[0]?.label ?? '') }
}
