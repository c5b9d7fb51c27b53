import { ServiceError } from '../errors.ts'
import { AWAY, describeAway } from './away-months.ts'
import type { LogRange } from './log-range.ts'
import type { Queryable } from './read-tree.ts'

/** An entry with its place in the log. */
export interface LogEntry {
  readonly index: number
  readonly id: string
  readonly actedAt: Date
  /** The exact bytes that are hashed and proved. */
  readonly body: Uint8Array
  /** Where the act came from; null where it came from no network, or the address was erased. */
  readonly address: string | null
}

const PAGE_ENTRIES = 1_000

export async function readLogEntries(client: Queryable, { from, to }: LogRange): Promise<readonly LogEntry[]> {
  const { rows } = await client.query<Omit<LogEntry, 'body'> & { body: Buffer | null }>(
    `select l.idx::float8 as index, e.id, e.acted_at as "actedAt", e.body, p.value as address
     from audit_leaf l join audit_entry e on e.id = l.entry_id
     left join audit_personal p on p.entry_id = e.id and p.name = 'origin.ip'
     where l.idx >= $1 and l.idx < $2 order by l.idx`,
    [from, to],
  )
  return Promise.all(
    rows.map(async ({ body, ...entry }) => {
      if (body === null) throw new ServiceError('conflict', await describeAway(client, { from, to }), AWAY)
      return { ...entry, body }
    }),
  )
}

/** The same page by page, as they are asked for. */
export async function* logEntries(client: Queryable, { from, to }: LogRange): AsyncGenerator<readonly LogEntry[]> {
  for (let start = from; start < to; start += PAGE_ENTRIES)
    yield await readLogEntries(client, { from: start, to: Math.min(start + PAGE_ENTRIES, to) })
}
