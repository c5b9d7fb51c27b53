import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { recordHubNote } from '../agents/record-hub-note.ts'
import { type CardAlarmFind, raiseCardAlarm } from '../card-alarms/raise-card-alarm.ts'
import type { Clock } from '../clock.ts'
import { holdsCommandNews, noteCommandNews } from '../commands/note-command-news.ts'
import { holdsAgentNews, noteAgentNews } from '../device-health/note-agent-news.ts'
import { inTransaction } from '../in-transaction.ts'
import type { Sealer } from '../vault/index.ts'
import { failureKind } from './failure.ts'
import type { GroupRows } from './group-rows.ts'
import { GROUP_STATEMENT, groupValues } from './group-statement.ts'
import { headEntries } from './head-entries.ts'
import type { GroupOutcome, IngestStore } from './ingest-store.ts'
import { openWriter } from './open-writer.ts'
import { quarantineBatch } from './quarantine-batch.ts'
import { postgresRegistryRows } from './registry-rows.ts'
import { reportEntries } from './report-entries.ts'
import { readCursor, readHash, readPayments, readQuarantineCursor } from './stream-store.ts'

export interface PostgresStoreOptions {
  /** For reads and for rows made before a group; the writer takes its settings and holds a connection of its own. */
  readonly pool: pg.Pool
  readonly clock: Clock
  /** A new UUIDv7. */
  readonly newId: () => string
  /** Keeps what a card number was found in, for the hub's key. */
  readonly sealer: Pick<Sealer, 'seal'>
  readonly onConnection?: (connected: boolean, trouble: string | null) => void
}

interface StatementResult {
  readonly fence: number
  readonly revs: [storeId: number, rev: number][] | null
  readonly recorded_at_ms: number
}

/** The ingest's store over PostgreSQL: groups through one connection of its own, everything else through the pool. */
export function openPostgresStore(options: PostgresStoreOptions): IngestStore {
  const { pool, clock, newId, sealer, onConnection = () => {} } = options
  const writer = openWriter({ config: pool.options, clock, onChange: onConnection })
  const act = { now: () => new Date(clock.nowMs()), newId }
  type Client = Parameters<typeof raiseCardAlarm>[1]

  /** The alarm stands, and what it was found in is sealed, exactly when what is left of it is recorded. */
  async function raise(client: Client, finds: readonly CardAlarmFind[]): Promise<Set<string>> {
    const raised = new Set<string>()
    for (const find of finds) {
      const actor = { kind: 'agent', id: find.agentId ?? 0, storeId: find.storeId ?? 0 } as const
      raised.add(await raiseCardAlarm({ ...act, actor, sealer }, client, find))
    }
    return raised
  }

  /** In the background: whoever listens looks for itself, and pages ask again anyway. */
  function publish(raised: ReadonlySet<string>): void {
    for (const id of raised) notifyChange(pool, { entity: 'card_alarm', id }).catch(() => {})
  }

  async function writeValues(values: readonly unknown[], { batches, cardFinds: finds }: GroupRows): Promise<StatementResult[]> {
    const news = holdsCommandNews(batches)
    const ofAgents = holdsAgentNews(batches)
    if (finds.length === 0 && !news && !ofAgents) return writer.run<StatementResult>('ingest-group', GROUP_STATEMENT, values)
    const { rows, raised } = await writer.inTransaction(async (client) => ({
      rows: (await client.query({ name: 'ingest-group', text: GROUP_STATEMENT, values: [...values] })).rows,
      raised: await raise(client, finds),
      told: ofAgents && (await noteAgentNews(client, batches, act.now())),
      commanded: news ? await noteCommandNews(client, batches, act.now()) : [],
    }))
    publish(raised)
    return rows
  }

  return {
    ...postgresRegistryRows(pool, act),
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
        values = groupValues(rows, [...headEntries(act, rows.batches), ...reportEntries(act, rows.batches)])
      } catch (error) {
        return { failure: 'data', error }
      }
      try {
        const [result] = await writeValues(values, rows)
        return { written: { recordedAtMs: result?.recorded_at_ms ?? 0, revs: new Map(result?.revs ?? []) } }
      } catch (error) {
        return { failure: failureKind(error), error }
      }
    },
    async quarantine(agent, batch, { reason, cardFinds }) {
      const raised = await inTransaction({ pool }, async (client) => {
        const isNew = await quarantineBatch(client, agent, batch, reason)
        return isNew ? raise(client, cardFinds) : new Set<string>()
      })
      publish(raised)
    },
    recordNote: (note) => recordHubNote({ pool, ...act }, note),
    close: () => writer.close(),
  }
}
