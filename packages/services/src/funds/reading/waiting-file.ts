import type pg from 'pg'
import type { FileState, FileWay } from '../files/file-state.ts'
import type { ContentOwner } from './open-content.ts'

export interface WaitingFile extends ContentOwner {
  readonly name: string
  readonly state: FileState
  readonly via: FileWay
  readonly sourceId: number | null
  readonly mapping: string | null
  readonly decided: boolean
  readonly supersedes: number | null
}

export async function findFile(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  fileId: number,
  lock: 'for no key update of f' | '' = '',
): Promise<WaitingFile | null> {
  const { rows } = await client.query<WaitingFile>(
    `select f.id, f.size, f.sha256, f.name, f.state, f.received_via as via, f.source_id as "sourceId", f.decided_at is not null as decided,
       f.supersedes, (select m.document::text from funds_mapping m where m.id = f.mapping_id and m.version = f.mapping_version) as mapping
     from funds_file f where f.id = $1 ${lock}`,
    [fileId],
  )
  return rows[0] ?? null
}
