import type { Queryable } from '../audit/read-tree.ts'
import { ServiceError } from '../errors.ts'

/** A month of events that lies in a file. */
export interface EventArchive {
  readonly month: string
  readonly events: number
  /** Hexadecimal, of every row: see `RowDigest`. */
  readonly digest: string
  readonly file: string
  /** Hexadecimal, of the file. */
  readonly sha256: string
  readonly bytes: number
  readonly madeAt: Date
  /** When the whole file was last read. */
  readonly verifiedAt: Date
  /** A word for what that reading found; null when it was sound. */
  readonly trouble: string | null
  /** Since when the events are in the file alone; null while they are in the database. */
  readonly awayAt: Date | null
  /** When they last came back. */
  readonly restoredAt: Date | null
}

const COLUMNS = `month, events::float8 as events, encode(digest, 'hex') as digest, file, encode(sha256, 'hex') as sha256, bytes::float8 as bytes,
  made_at as "madeAt", verified_at as "verifiedAt", trouble, away_at as "awayAt", restored_at as "restoredAt"`

export async function readEventArchives(client: Queryable): Promise<EventArchive[]> {
  return (await client.query<EventArchive>(`select ${COLUMNS} from public.event_archive order by month`)).rows
}

export async function findEventArchive(client: Queryable, month: string): Promise<EventArchive | null> {
  const { rows } = await client.query<EventArchive>(`select ${COLUMNS} from public.event_archive where month = $1`, [month])
  return rows[0] ?? null
}

/** `not_found` for a month that is in no file. */
export async function readEventArchive(client: Queryable, month: string): Promise<EventArchive> {
  const archive = await findEventArchive(client, month)
  if (archive === null) throw new ServiceError('not_found', `The events of ${month} were never put away.`)
  return archive
}

/** Months whose events are in files alone, the earliest first. */
export async function readAwayMonths(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ month: string }>(
    'select month from public.event_archive where away_at is not null order by month',
  )
  return rows.map(({ month }) => month)
}

/** How somebody gets them back, for people. */
export const howToBringBack = (months: readonly string[]): string =>
  months.map((month) => `counterfoil events restore ${month}`).join(' && ')

/** For the log: which file, and what is in it. */
export function tellEventArchive({ events, digest, file, sha256, bytes }: EventArchive) {
  return { events, digest, file, sha256, bytes }
}
