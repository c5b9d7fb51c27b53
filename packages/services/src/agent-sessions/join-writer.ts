import type pg from 'pg'
import { type Column, columnValues, unnestSql } from '../ingest/columns.ts'
import { createGroupQueue } from '../ingest/group-queue.ts'
import type { JoinState } from './judge-join.ts'

export interface JoinMove {
  readonly agentId: number
  readonly from: JoinState
  readonly to: JoinState
}

export interface JoinWriter {
  /** True when `to` was written, false when the row no longer stood at `from`. Rejects while the database is away. */
  move(move: JoinMove): Promise<boolean>
  confirm(confirmation: { readonly agentId: number; readonly join: number }): Promise<void>
}

/** A returning chain greets by the hundred a second: what has queued while the last commit ran goes into the next one. */
const MOST_IN_ONE = 500

const MOVE: readonly Column<JoinMove>[] = [
  { name: 'agent_id', type: 'int4', read: ({ agentId }) => agentId },
  { name: 'was_confirmed', type: 'int4', read: ({ from }) => from.confirmed },
  { name: 'was_offered', type: 'int4', read: ({ from }) => from.offered },
  { name: 'was_stale', type: 'int4', read: ({ from }) => from.staleCount },
  { name: 'confirmed', type: 'int4', read: ({ to }) => to.confirmed },
  { name: 'offered', type: 'int4', read: ({ to }) => to.offered },
  { name: 'last_boot', type: 'uuid', read: ({ to }) => to.lastBoot },
  { name: 'previous_boot', type: 'uuid', read: ({ to }) => to.previousBoot },
  { name: 'stale_boot', type: 'uuid', read: ({ to }) => to.staleBoot },
  { name: 'stale_count', type: 'int4', read: ({ to }) => to.staleCount },
]
const WRITTEN = ['confirmed', 'offered', 'last_boot', 'previous_boot', 'stale_boot', 'stale_count']

/** Locks in the order of agents, so that two hubs never wait for each other; an agent's first greeting makes its row. */
const MOVE_SQL = `
with u as materialized (select * from ${unnestSql(MOVE, 1, 'u').sql}
), locked as materialized (
  select j.agent_id from agent_join j where j.agent_id in (select agent_id from u) order by j.agent_id for update
), gate as materialized (select count(*) from locked
), moved as (
  update agent_join j set ${WRITTEN.map((name) => `${name} = u.${name}`).join(', ')},
    greeted_at = case when u.offered <> j.offered then clock_timestamp() else j.greeted_at end
  from gate, u where j.agent_id = u.agent_id
    and (j.confirmed, j.offered, j.stale_count) = (u.was_confirmed, u.was_offered, u.was_stale) returning j.agent_id
), made as (
  insert into agent_join (agent_id, greeted_at, ${WRITTEN.join(', ')})
  select u.agent_id, clock_timestamp(), ${WRITTEN.map((name) => `u.${name}`).join(', ')} from gate, u
  where u.was_offered = 0 and u.was_confirmed = 0 and u.agent_id not in (select agent_id from locked)
  on conflict do nothing returning agent_id
)
select agent_id as "agentId" from moved union all select agent_id from made`

interface Confirmation {
  readonly agentId: number
  readonly join: number
}
const CONFIRM: readonly Column<Confirmation>[] = [
  { name: 'agent_id', type: 'int4', read: ({ agentId }) => agentId },
  { name: 'number', type: 'int4', read: ({ join }) => join },
]
const CONFIRM_SQL = `
with u as materialized (select * from ${unnestSql(CONFIRM, 1, 'u').sql}
), locked as materialized (
  select j.agent_id from agent_join j where j.agent_id in (select agent_id from u) order by j.agent_id for update
), gate as materialized (select count(*) from locked
)
update agent_join j set confirmed = u.number from gate, u
where j.agent_id = u.agent_id and j.offered = u.number and j.confirmed < u.number`

type Waiting<Item> = Item & { readonly done: (written: boolean) => void; readonly failed: (error: unknown) => void }

export function createJoinWriter(pool: pg.Pool): JoinWriter {
  const moves = createQueue<JoinMove>(async (items) => {
    const { rows } = await pool.query<{ agentId: number }>({
      name: 'join-move',
      text: MOVE_SQL,
      values: columnValues(MOVE, items),
    })
    return new Set(rows.map(({ agentId }) => agentId))
  })
  const confirmations = createQueue<Confirmation>(async (items) => {
    await pool.query({ name: 'join-confirm', text: CONFIRM_SQL, values: columnValues(CONFIRM, items) })
    return new Set(items.map(({ agentId }) => agentId))
  })
  return { move: moves, confirm: async (confirmation) => void (await confirmations(confirmation)) }
}

/** Groups what is asked while the last group is written. One agent twice in a group: the first one counts, the second is told no. */
function createQueue<Item extends { readonly agentId: number }>(write: (items: readonly Item[]) => Promise<ReadonlySet<number>>) {
  const queue = createGroupQueue<Waiting<Item>>({
    eventsOf: () => 1,
    maxEvents: MOST_IN_ONE,
    async write(items) {
      const first = new Map<number, Waiting<Item>>()
      for (const item of items) if (!first.has(item.agentId)) first.set(item.agentId, item)
      try {
        const written = await write([...first.values()])
        for (const item of items) item.done(first.get(item.agentId) === item && written.has(item.agentId))
      } catch (error) {
        for (const item of items) item.failed(error)
      }
    },
  })
  return (item: Item): Promise<boolean> =>
    new Promise((done, failed) => {
      queue.push({ ...item, done, failed })
    })
}
