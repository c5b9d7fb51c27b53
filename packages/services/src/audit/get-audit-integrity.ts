import type { ServiceContext } from '../context.ts'
import { type ForeignWitnessing, readForeignWitnessing } from '../foreign-witnesses/find-foreign-witnessing.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { type AuditRow, type AuditRowRecord, auditRowColumns, nameRows } from './audit-row.ts'
import { LEASE_MS } from './sequencer-lease.ts'

export interface ListedCheckpoint {
  readonly size: number
  readonly signedAtMs: number
  readonly root: string
  readonly witnesses: number
}

/** Somebody who countersigns checkpoints, and the last they saw. */
export interface ListedWitness {
  readonly witness: string
  /** Whose agent it is. */
  readonly place: string
  readonly agent: string
  readonly size: number
  readonly cosignedAtMs: number
}

/** Numbers missing between the batches an agent delivered lately. */
export interface AgentGap {
  readonly agentId: number
  readonly store: string
  readonly epoch: number
  readonly first: number
  readonly last: number
}

export interface LogKey {
  readonly fingerprint: string
  readonly since: Date
  readonly inUse: boolean
}

/** How the log itself is. Everything here is what the server says; what a browser works out stands elsewhere. */
export interface AuditIntegrity {
  readonly origin: string
  readonly entries: number
  readonly queue: { readonly waiting: number; readonly oldestAtMs: number | null }
  readonly sequencer: {
    readonly host: string
    readonly sinceMs: number
    readonly seenAtMs: number
    readonly running: boolean
  } | null
  readonly checkpoints: readonly ListedCheckpoint[]
  /** For each of the last 24 hours, oldest first: minutes in which something was signed. */
  readonly checkpointsPerHour: readonly number[]
  readonly witnesses: readonly ListedWitness[]
  /** Outside of the chain: who countersigns this log, and whose logs this hub countersigns. */
  readonly foreign: ForeignWitnessing
  readonly keys: readonly LogKey[]
  readonly agents: number
  readonly gaps: readonly AgentGap[]
  readonly startsAndStops: readonly AuditRow[]
  /** Newest first. */
  readonly archives: readonly ListedArchive[]
}

/** A month that lies in a file. */
export interface ListedArchive {
  readonly month: string
  readonly entries: number
  readonly file: string
  readonly verifiedAtMs: number
  readonly trouble: string | null
  readonly state: 'away' | 'restored' | 'pruned'
  readonly restoredUntilMs: number | null
}

const MOST_LISTED = 20
const MOST_GAPS = 50
const LEASE = `interval '${LEASE_MS} milliseconds'`

/** For whoever reaches the whole chain; it names entries, but tells nothing they say. */
export async function getAuditIntegrity(ctx: ServiceContext): Promise<AuditIntegrity> {
  requireWholeChain(ctx)
  return readTogether(ctx, async (rows) => {
    const [log] = await rows<{ origin: string; entries: number; agents: number }>(
      `select (select log_origin from installation) as origin, (select size::float8 from audit_tree) as entries,
         (select count(distinct agent_id)::int4 from agent_stream) as agents`,
    )
    const [queue] = await rows<AuditIntegrity['queue']>(
      `select count(*)::int4 as waiting, ${epochMs('min(e.recorded_at)')} as "oldestAtMs"
       from audit_queue q join audit_entry e on e.id = q.entry_id`,
    )
    const [sequencer] = await rows<NonNullable<AuditIntegrity['sequencer']>>(
      `select host, ${epochMs('since')} as "sinceMs", ${epochMs('seen_at')} as "seenAtMs",
         node is not null and seen_at > clock_timestamp() - ${LEASE} as running from audit_sequencer`,
    )
    return {
      origin: log?.origin ?? '',
      entries: log?.entries ?? 0,
      agents: log?.agents ?? 0,
      queue: queue ?? { waiting: 0, oldestAtMs: null },
      sequencer: sequencer ?? null,
      checkpoints: await readCheckpoints(rows),
      checkpointsPerHour: await readCheckpointsPerHour(rows, ctx.now()),
      witnesses: await rows<ListedWitness>(
        `select w.witness, s.code || ' ' || s.name as place, a.name as agent, w.size::float8 as size,
           ${epochMs('w.cosigned_at')} as "cosignedAtMs"
         from audit_witness w join agent a on a.id = w.agent_id join store s on s.id = a.store_id
         where w.cosigned_at > $1::timestamptz order by s.code, w.agent_id limit 200`,
        new Date(ctx.now().getTime() - 24 * 3_600_000),
      ),
      foreign: await readForeignWitnessing(rows, log?.origin ?? ''),
      keys: await rows<LogKey>(
        `select id as fingerprint, first_at as since, current_since = max(current_since) over () as "inUse"
         from server_key where kind = 'checkpoints' order by current_since desc`,
      ),
      gaps: await readGaps(rows, ctx.now()),
      startsAndStops: await readStartsAndStops(rows),
      archives: await rows<ListedArchive>(
        `select month, (to_idx - from_idx)::float8 as entries, file, ${epochMs('verified_at')} as "verifiedAtMs", trouble,
           case when pruned_at is not null then 'pruned' when away_at is null then 'restored' else 'away' end as state,
           ${epochMs('restored_until')} as "restoredUntilMs"
         from audit_archive order by month desc limit 36`,
      ),
    }
  })
}

function readCheckpoints(rows: ReadRows): Promise<ListedCheckpoint[]> {
  return rows<ListedCheckpoint>(
    `select c.size::float8 as size, ${epochMs('c.signed_at')} as "signedAtMs", encode(c.root, 'hex') as root,
       (select count(*)::int4 from audit_cosignature s where s.size = c.size and s.signed_at = c.signed_at) as witnesses
     from audit_checkpoint c order by c.size desc, c.signed_at desc limit ${MOST_LISTED}`,
  )
}

/** Minutes with a checkpoint, hour by hour: sixty is what it should be. */
async function readCheckpointsPerHour(rows: ReadRows, now: Date): Promise<number[]> {
  const found = await rows<{ hour: number; minutes: number }>(
    `select floor(extract(epoch from ($1::timestamptz - signed_at)) / 3600)::int4 as hour,
       count(distinct date_trunc('minute', signed_at))::int4 as minutes
     from audit_checkpoint where signed_at > $1::timestamptz - interval '24 hours' and signed_at <= $1::timestamptz group by 1`,
    now,
  )
  return Array.from({ length: 24 }, (_, at) => found.find(({ hour }) => hour === 23 - at)?.minutes ?? 0)
}

/** Every agent numbers its events without a gap; the batches of the last day show whether one came all the same. */
function readGaps(rows: ReadRows, now: Date): Promise<AgentGap[]> {
  return rows<AgentGap>(
    `select g.agent_id as "agentId", s.code || ' ' || s.name as store, g.epoch, (g.before + 1)::float8 as first, (g.first_seq - 1)::float8 as last
     from (
       select agent_id, epoch, first_seq, lag(last_seq) over (partition by agent_id, epoch order by first_seq) as before
       from agent_batch where recorded_at > $1::timestamptz - interval '24 hours'
     ) g
     join agent a on a.id = g.agent_id join store s on s.id = a.store_id
     where g.before is not null and g.first_seq <> g.before + 1 order by 1, 3, 4 limit ${MOST_GAPS}`,
    now,
  )
}

async function readStartsAndStops(rows: ReadRows): Promise<AuditRow[]> {
  const found = await rows<AuditRowRecord>(
    `select ${auditRowColumns} from audit_entry e left join audit_leaf l on l.entry_id = e.id
     where e.action = any($1::text[]) order by e.recorded_at desc, e.id desc limit ${MOST_LISTED}`,
    ['log.started', 'log.stopped', 'log.gap', 'log.restored'],
  )
  return nameRows(rows, found)
}
