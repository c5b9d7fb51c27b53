import type { ServiceContext } from '../context.ts'

/** What is known of a folder of backups, whoever looked and whether it is there now. */
export interface BackupSeen {
  /** Since when hubs have looked for backups there. */
  readonly since: Date
  readonly newestAt: Date | null
  /** Up to when the database's log was there; null where none is kept. */
  readonly logAt: Date | null
}

/**
 * Notes what a hub sees in a folder of backups and answers what is known of it. What is not seen stays as it was: the disk may not be
 * mounted. `isOther`: another program's backups lie there, which have no log of their own.
 */
export async function rememberBackup(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  folder: string,
  { newestAt, logAt, isOther }: Omit<BackupSeen, 'since'> & { readonly isOther: boolean },
): Promise<BackupSeen> {
  const { rows } = await pool.query<BackupSeen>(
    `insert into backup_watch as b (folder, since, newest_at, log_at) values ($1, $2, $3, $4)
     on conflict (folder) do update set newest_at = coalesce(excluded.newest_at, b.newest_at),
       log_at = case when $5 then null else coalesce(excluded.log_at, b.log_at) end
     returning since, newest_at as "newestAt", log_at as "logAt"`,
    [folder, now(), newestAt, logAt, isOther],
  )
  const [seen] = rows
  if (seen === undefined) throw new Error('what was noted of the backups was not returned')
  return seen
}
