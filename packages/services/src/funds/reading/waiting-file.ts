import type pg from 'pg'
import { ServiceError } from '../../errors.ts'
import type { FileState, FileWay } from '../files/file-state.ts'
import type { Difference } from './changes.ts'
import type { ContentOwner } from './open-content.ts'

export interface WaitingFile extends ContentOwner {
  readonly name: string
  readonly state: FileState
  readonly via: FileWay
  readonly sourceId: number | null
  readonly mapping: string | null
  readonly decided: boolean
  /** What it was shown to change: the earlier file, and how many rows only that one and only this one has. */
  readonly differs: Pick<Difference, 'fileId' | 'onlyThere' | 'onlyHere'> | null
  /** A person has said that it is a second part of that one, and both count. */
  readonly isPart: boolean
}

const SELECT = `select f.id, f.size, f.sha256, f.name, f.state, f.received_via as via, f.source_id as "sourceId", f.decided_at is not null as decided,
   f.decided_at is not null and f.state = 'previewed' and f.beside <> '{}' as "isPart",
   nullif(f.changes -> 'difference', 'null') as differs, (select m.document::text from funds_mapping m where m.id = f.mapping_id and m.version = f.mapping_version) as mapping
 from funds_file f`

type Lock = 'for no key update of f' | ''

export async function findFile(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  fileId: number,
  lock: Lock = '',
): Promise<WaitingFile | null> {
  const { rows } = await client.query<WaitingFile>(`${SELECT} where f.id = $1 ${lock}`, [fileId])
  return rows[0] ?? null
}

export async function mustFind(client: pg.Pool | pg.PoolClient, fileId: number, lock: Lock = ''): Promise<WaitingFile> {
  const file = await findFile(client, fileId, lock)
  if (file === null) throw new ServiceError('not_found', `There is no file ${fileId}.`)
  return file
}

/** Those of the given that are there, locked, in the order in which they came. */
export async function findFiles(client: pg.PoolClient, fileIds: readonly number[]): Promise<WaitingFile[]> {
  const { rows } = await client.query<WaitingFile>(
    `${SELECT} where f.id = any ($1::int8[]) order by f.id for no key update of f`,
    [fileIds],
  )
  return rows
}
