import type pg from 'pg'
import { BackupError } from '../backup-error.ts'
import type { Installation } from '../repository/repository.ts'

/** What a database says of itself. */
export interface BackedUp {
  readonly installation: Installation
  readonly checkpoint: string | null
  readonly postgres: string
}

export async function readBackedUp(database: Pick<pg.Pool | pg.PoolClient, 'query'>): Promise<BackedUp> {
  const { rows } = await database.query<{ id: string; name: string; origin: string; note: string | null; version: string }>(
    `select id::text, name, log_origin as origin, current_setting('server_version') as version,
       (select note from audit_checkpoint order by signed_at desc, size desc limit 1) as note
     from installation`,
  )
  const [row] = rows
  if (row === undefined) throw new BackupError('This database belongs to no installation yet: start the hub once.')
  return {
    installation: { id: row.id, name: row.name, logOrigin: row.origin },
    checkpoint: row.note,
    postgres: row.version,
  }
}
