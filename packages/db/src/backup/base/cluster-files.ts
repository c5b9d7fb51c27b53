import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BackupError } from '../backup-error.ts'
import type { FileToPack } from '../files/pack-files.ts'

/** Folders whose contents a restored server makes anew (or gets from the backup's log); the folders themselves must be there. */
const EMPTIED = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
const LEFT_OUT = /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|recovery\.signal|standby\.signal|.*\.log)$/
const TEMPORARY = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*)$/
const CONTROL = 'global/pg_control'

/** Every file of a running cluster that a base backup holds, `pg_control` last. Throws when tables lie elsewhere. */
export async function* clusterFiles(cluster: string): AsyncGenerator<FileToPack> {
  if ((await readdir(join(cluster, 'pg_tblspc'))).length > 0)
    throw new BackupError('The database has tablespaces outside of its folder, which this backup does not reach. Use pgBackRest.')
  yield* walk(cluster, '')
  yield { path: CONTROL, from: join(cluster, CONTROL) }
}

async function* walk(cluster: string, below: string): AsyncGenerator<FileToPack> {
  const entries = await readdir(join(cluster, below), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    // A database that was dropped a moment ago.
    if (error.code === 'ENOENT') return []
    throw error
  })
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (LEFT_OUT.test(path) || TEMPORARY.test(path) || path === CONTROL) continue
    if (entry.isDirectory()) {
      yield { path, from: undefined }
      if (path === 'pg_wal') yield { path: 'pg_wal/archive_status', from: undefined }
      if (!EMPTIED.has(path)) yield* walk(cluster, path)
    } else if (entry.isFile()) yield { path, from: join(cluster, path) }
  }
}
