import type { ServiceContext } from '../context.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'

/** How the whole chain stands, as any process that reaches the database can tell it. */
export interface ChainFigures {
  readonly log: {
    readonly waiting: number
    /** Age of the entry that waits longest for its place; 0 when none waits and before the log begins. */
    readonly lagSeconds: number
    /** Null before the first checkpoint. */
    readonly checkpointAgeSeconds: number | null
    /** A witness has seen entries that are not here, and nobody has declared it. */
    readonly lossOpen: boolean
  }
  readonly witnesses: {
    /** Agents connected for long enough to have countersigned, and those of them that did lately. */
    readonly expected: number
    readonly current: number
    readonly foreignFailing: number
  }
  readonly agents: Readonly<Record<AgentStanding, number>>
  readonly outbox: {
    readonly waitingEvents: number
    readonly oldestSeconds: number
    /** Those with the longest queue; never more than `MOST_NAMED`. */
    readonly longest: readonly LongQueue[]
  }
  readonly fundsFiles: Readonly<Record<FundsFileState, number>>
  /** Folders and providers that files are fetched from, with how often in a row it went wrong. */
  readonly pulls: readonly { readonly name: string; readonly failedLooks: number }[]
  readonly databaseBytes: number
  /** The certificate of a hub that ends first; null where every hub speaks plain HTTP. */
  readonly certificate: { readonly host: string; readonly secondsLeft: number } | null
}

export interface LongQueue {
  readonly agent: string
  readonly store: string
  readonly waiting: number
  readonly oldestSeconds: number
}

export const agentStandings = ['connected', 'away', 'never_seen', 'locked', 'revoked'] as const
export type AgentStanding = (typeof agentStandings)[number]

/** Files of banks and acquirers that came in the last 30 days and are not done with. */
export const fundsFileStates = ['stored', 'previewed', 'held', 'quarantined', 'refused'] as const
export type FundsFileState = (typeof fundsFileStates)[number]

export const MOST_NAMED = 10
/** Agents look at the log once a minute; one that has not signed for so long does not witness any more. */
const WITNESS_MS = 600_000
const MOST_COUNTED = 100_000
/** Older files are history, and would all be read each time. */
const FILE_DAYS = 30

export function readChainFigures(ctx: Pick<ServiceContext, 'pool'>): Promise<ChainFigures> {
  return readTogether(ctx, async (rows) => ({
    log: await readLog(rows),
    witnesses: await readWitnesses(rows),
    agents: counted(agentStandings, await readAgents(rows)),
    outbox: await readOutboxes(rows),
    fundsFiles: counted(fundsFileStates, await readFiles(rows)),
    pulls: await readPulls(rows),
    ...(await readDatabase(rows)),
  }))
}

async function readLog(rows: ReadRows): Promise<ChainFigures['log']> {
  const [log] = await rows<ChainFigures['log']>(
    `select (select count(*)::int4 from (select from audit_queue limit $1) q) as waiting,
       coalesce((select greatest(0, extract(epoch from clock_timestamp() - e.recorded_at))::float8
         from audit_queue q join audit_entry e on e.id = q.entry_id where (select size from audit_tree) > 0 order by q.nth limit 1), 0) as "lagSeconds",
       (select extract(epoch from clock_timestamp() - c.signed_at)::float8 from audit_checkpoint c order by c.size desc, c.signed_at desc limit 1)
         as "checkpointAgeSeconds",
       exists (select from audit_loss where confirmed_at is null) as "lossOpen"`,
    MOST_COUNTED,
  )
  return log ?? { waiting: 0, lagSeconds: 0, checkpointAgeSeconds: null, lossOpen: false }
}

async function readWitnesses(rows: ReadRows): Promise<ChainFigures['witnesses']> {
  const [witnesses] = await rows<ChainFigures['witnesses']>(
    `select count(*)::int4 as expected,
       count(*) filter (where w.cosigned_at > now() - interval '${WITNESS_MS} milliseconds')::int4 as current,
       (select count(*)::int4 from foreign_witness where listed and trouble is not null) as "foreignFailing"
     from agent_presence p left join audit_witness w on w.agent_id = p.agent_id
     where p.until is null and p.connected and p.since < now() - interval '${WITNESS_MS} milliseconds'`,
  )
  return witnesses ?? { expected: 0, current: 0, foreignFailing: 0 }
}

const readPulls = (rows: ReadRows) =>
  rows<ChainFigures['pulls'][number]>('select name, failed_looks as "failedLooks" from funds_pull order by name')

function readAgents(rows: ReadRows): Promise<Counted<AgentStanding>[]> {
  return rows(
    `select case when a.state <> 'active' then a.state when p.connected then 'connected' when p.agent_id is null then 'never_seen' else 'away' end as kind,
       count(*)::int4 as count
     from agent a left join agent_presence p on p.agent_id = a.id and p.until is null group by 1`,
  )
}

async function readOutboxes(rows: ReadRows): Promise<ChainFigures['outbox']> {
  const [sums] = await rows<{ waitingEvents: number; oldestSeconds: number }>(
    `select coalesce(sum(waiting), 0)::float8 as "waitingEvents", coalesce(max(oldest_ms) / 1000.0, 0)::float8 as "oldestSeconds"
     from agent_presence p join agent a on a.id = p.agent_id where p.until is null and p.waiting > 0 and a.state = 'active'`,
  )
  const longest = await rows<LongQueue>(
    `select a.uid as agent, s.code as store, p.waiting::float8 as waiting, (p.oldest_ms / 1000.0)::float8 as "oldestSeconds"
     from agent_presence p join agent a on a.id = p.agent_id join store s on s.id = a.store_id
     where p.until is null and p.waiting > 0 and a.state = 'active' order by p.waiting desc, a.id limit ${MOST_NAMED}`,
  )
  return { waitingEvents: sums?.waitingEvents ?? 0, oldestSeconds: sums?.oldestSeconds ?? 0, longest }
}

function readFiles(rows: ReadRows): Promise<Counted<FundsFileState>[]> {
  return rows(
    `select state as kind, count(*)::int4 as count from funds_file
     where state = any($1) and received_at > now() - interval '${FILE_DAYS} days' group by 1`,
    [...fundsFileStates],
  )
}

async function readDatabase(rows: ReadRows): Promise<Pick<ChainFigures, 'databaseBytes' | 'certificate'>> {
  const [database] = await rows<{ bytes: number }>('select pg_database_size(current_database())::float8 as bytes')
  const [certificate] = await rows<{ host: string; secondsLeft: number }>(
    `select host || ':' || port as host, extract(epoch from valid_until - now())::float8 as "secondsLeft"
     from hub_certificate order by valid_until limit 1`,
  )
  return { databaseBytes: database?.bytes ?? 0, certificate: certificate ?? null }
}

interface Counted<Kind extends string> {
  readonly kind: Kind
  readonly count: number
}

/** Each kind, also those that have none: a series that vanishes is no zero. */
function counted<Kind extends string>(kinds: readonly Kind[], rows: readonly Counted<Kind>[]): Record<Kind, number> {
  const found = new Map(rows.map(({ kind, count }) => [kind, count]))
  return Object.fromEntries(kinds.map((kind) => [kind, found.get(kind) ?? 0])) as Record<Kind, number>
}
