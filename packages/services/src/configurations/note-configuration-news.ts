import { type AgentEventOf, hideFirstDigits } from '@counterfoil/protocol'
import type pg from 'pg'
import type { BatchRows } from '../ingest/batch-rows.ts'

type ToldBatch = Pick<BatchRows, 'agentId' | 'epoch' | 'reports'>
type Client = Pick<pg.PoolClient, 'query'>

/** Writes what agents tell of their configurations, in the transaction that keeps their events. Returns whose changed. */
export async function noteConfigurationNews(client: Client, batches: readonly ToldBatch[], now: Date): Promise<number[]> {
  const agents = new Set<number>()
  /** Of each agent the last start in these batches: ten thousand start at once after a hub was away. */
  const started = new Map<number, { readonly epoch: number; readonly number: number | null; readonly hash: string | null }>()
  for (const { agentId, epoch, reports } of batches) {
    for (const { event } of reports) {
      if (event.kind === 'agent.configured') {
        const { number = null, hash = null } = event.configuration ?? {}
        started.set(agentId, { epoch, number, hash })
      } else if (event.kind === 'agent.configuration') {
        // In the order they were told.
        await noteStarts(client, started, now)
        started.clear()
        await noteState(client, agentId, epoch, event, now)
        agents.add(agentId)
      }
    }
  }
  for (const agentId of await noteStarts(client, started, now)) agents.add(agentId)
  return [...agents]
}

async function noteStarts(
  client: Client,
  started: ReadonlyMap<number, { readonly epoch: number; readonly number: number | null; readonly hash: string | null }>,
  now: Date,
): Promise<number[]> {
  if (started.size === 0) return []
  const told = [...started.values()]
  const { rows } = await client.query<{ id: number }>(
    `with told as (
       select t.id, t.number, decode(t.hash, 'hex') as hash from unnest($1::int4[], $2::int4[], $3::int4[], $4::text[]) as t (id, epoch, number, hash)
       join agent a on a.id = t.id and a.epoch = t.epoch
       where (a.configuration_number, a.configuration_hash) is distinct from (t.number, decode(t.hash, 'hex'))),
     now_known as (
       update agent a set configuration_number = told.number, configuration_hash = told.hash from told where a.id = told.id returning a.id),
     versions as (
       update agent_configuration c
       set state = case when c.number = told.number then 'in_force' else 'set_aside' end, state_at = $5,
         cause = case when c.number = told.number then null else 'not_there' end, detail = null
       from told where c.agent_id = told.id
         and (c.number = told.number and c.hash = told.hash and c.state <> 'in_force' or c.number is distinct from told.number and c.state = 'in_force'))
     select id from now_known`,
    [[...started.keys()], told.map(({ epoch }) => epoch), told.map(({ number }) => number), told.map(({ hash }) => hash), now],
  )
  return rows.map(({ id }) => id)
}

async function noteState(
  client: Client,
  agentId: number,
  epoch: number,
  { state, number, hash, kept, cause, detail }: AgentEventOf<'agent.configuration'>,
  now: Date,
): Promise<void> {
  const about = [agentId, epoch, number, Buffer.from(hash, 'hex')]
  if (state === 'in_force')
    await client.query(
      `update agent_configuration set state = 'replaced', state_at = $4 where agent_id = $1 and epoch = $2 and number <> $3 and state in ('in_force', 'set_aside')`,
      [agentId, epoch, number, now],
    )
  // Whatever an agent tells twice, the first cause of its return stays.
  await client.query(
    `update agent_configuration set state = $5, state_at = $6, cause = $7, detail = $8
     where agent_id = $1 and epoch = $2 and number = $3 and hash = $4 and (state <> $5 or state <> 'returned')`,
    [...about, state, now, cause ?? null, detail === undefined ? null : plain(detail)],
  )
  if (state === 'on_trial') return
  await client.query(
    `update agent a set configuration_number = nullif($3, 0),
       configuration_hash = case when $3 = $4 then $5 else (select c.hash from agent_configuration c where c.agent_id = a.id and c.number = $3) end
     where a.id = $1 and a.epoch = $2`,
    [agentId, epoch, kept, number, Buffer.from(hash, 'hex')],
  )
  if (state === 'returned')
    await client.query(
      `update agent_configuration set state = 'in_force', state_at = $4, cause = null, detail = null
       where agent_id = $1 and epoch = $2 and number = $3 and state <> 'in_force'`,
      [agentId, epoch, kept, now],
    )
}

/** PostgreSQL's texts hold no NUL; the event keeps it. */
function plain(text: string): string {
  return hideFirstDigits(text).replaceAll('\u0000', '')
}
