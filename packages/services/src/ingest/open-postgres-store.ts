import type pg from 'pg'
import { recordHubEvent } from '../agents/record-hub-event.ts'
import type { Clock } from '../clock.ts'
import { failureKind } from './failure.ts'
import { GROUP_STATEMENT, groupValues } from './group-statement.ts'
import type { GroupOutcome, IngestStore } from './ingest-store.ts'
import { openWriter } from './open-writer.ts'
import { quarantineBatch } from './quarantine-batch.ts'
import { postgresRegistryRows } from './registry-rows.ts'
import { readCursor, readHash, readPayments, readQuarantineCursor } from './stream-store.ts'

export interface PostgresStoreOptions {
  /** For reads and for rows made before a group; the writer takes its settings and holds a connection of its own. */
  readonly pool: pg.Pool
  readonly clock: Clock
  /** A new UUIDv7. */
  readonly newId: () => string
  readonly onConnection?: (connected: boolean, trouble: string | null) => void
}

interface StatementResult {
  readonly fence: number
  readonly revs: [storeId: number, rev: number][] | null
  readonly recorded_at_ms: number
}

/** The ingest's store over PostgreSQL: groups through one connection of its own, everything else through the pool. */
export function openPostgresStore({ pool, clock, newId, onConnection = () => {} }: PostgresStoreOptions): IngestStore {
  const writer = openWriter({ config: pool.options, clock, onChange: onConnection })
  return {
    ...postgresRegistryRows(pool),
    get connected() {
      return writer.connected
    },
    get trouble() {
      return writer.trouble
    },
    readCursor: (agentId, epoch) => readCursor(pool, agentId, epoch),
    readQuarantineCursor: (agentId, epoch) => readQuarantineCursor(pool, agentId, epoch),
    readHash: (place) => readHash(pool, place),
    readPayments: (storeId, ids) => readPayments(pool, storeId, ids),
    async writeGroup(rows): Promise<GroupOutcome> {
      let values: unknown[]
      try {
        values = groupValues(rows)
      } catch (error) {
        return { failure: 'data', error }
      }
      try {
        const [result] = await writer.run<StatementResult>('ingest-group', GROUP_STATEMENT, values)
        return { written: { recordedAtMs: result?.recorded_at_ms ?? 0, revs: new Map(result?.revs ?? []) } }
      } catch (error) {
        return { failure: failureKind(error), error }
      }
    },
    quarantine: (agent, batch, reason) => quarantineBatch(pool, agent, batch, reason),
    recordNote: (note) => recordHubEvent({ pool, newId }, note),
    close: () => writer.close(),
  }
}
