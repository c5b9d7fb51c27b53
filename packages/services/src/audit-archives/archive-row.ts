import type { Queryable } from '../audit/read-tree.ts'
import { ServiceError } from '../errors.ts'

/** A month of the log that lies in a file. */
export interface Archive {
  readonly month: string
  readonly from: number
  readonly to: number
  readonly file: string
  /** Hexadecimal. */
  readonly sha256: string
  readonly bytes: number
  readonly madeAt: Date
  /** When the whole file was last read. */
  readonly verifiedAt: Date
  /** A word for what that reading found; null when it was sound. */
  readonly trouble: string | null
  /** Since when the bodies are in the file alone; null while they are in the database. */
  readonly awayAt: Date | null
  readonly restoredUntil: Date | null
  readonly prunedAt: Date | null
}

const COLUMNS = `month, from_idx as "from", to_idx as "to", file, encode(sha256, 'hex') as sha256, bytes, made_at as "madeAt",
  verified_at as "verifiedAt", trouble, away_at as "awayAt", restored_until as "restoredUntil", pruned_at as "prunedAt"`

export async function readArchives(client: Queryable): Promise<Archive[]> {
  return (await client.query<Archive>(`select ${COLUMNS} from audit_archive order by month`)).rows
}

/** `not_found` for a month that was not archived. */
export async function readArchive(client: Queryable, month: string): Promise<Archive> {
  const { rows } = await client.query<Archive>(`select ${COLUMNS} from audit_archive where month = $1`, [month])
  const [archive] = rows
  if (archive === undefined) throw new ServiceError('not_found', `The month ${month} was not archived.`)
  return archive
}

/** For the log: which file, and what is in it. */
export function tellArchive({ from, to, file, sha256, bytes }: Archive) {
  return { from, to, file, sha256, bytes }
}
