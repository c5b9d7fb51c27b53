import { notifyChanges } from '@counterfoil/db/connections'
import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { cutScope } from '../permissions/stores-within.ts'
import { rowsThrough } from '../read-rows.ts'
import { countMembers } from './count-members.ts'
import { type GroupFacts, type GroupStep, nextMembers } from './next-members.ts'
import { lockConfigurations, mayBeTold, passOverConfigured, tellConfigurations } from './tell-configurations.ts'
import { passOverGone, takeBackFromAbsent, tellMembers, withdrawWaiting } from './tell-members.ts'

/** To each member a document of its own. */
const CONFIGURE = 'agent.configure'
const GROUPS_LOCK = 4_017_077
const everywhere = cutScope({ kind: 'chain' }, { kind: 'chain' })

type JobContext = Pick<ServiceContext, 'pool' | 'now' | 'newId'>

interface Running {
  readonly id: string
  readonly kind: string
  readonly atOnce: number
  readonly perMinute: number | null
  readonly expiresAt: Date
}

/** One step of one group. */
export interface GroupStepTaken {
  readonly groupId: string
  readonly step: GroupStep
}

/** Takes the next step with every group under way: tells the next members, waits, or ends it. Of several hubs one does it. */
export async function runCommandGroups(ctx: JobContext): Promise<readonly GroupStepTaken[]> {
  const told = new Set<number>()
  const steps = await inTransaction(ctx, async (client) => {
    const { rows: lock } = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [GROUPS_LOCK])
    if (lock[0]?.got !== true) return []
    await endUnapproved(ctx, client)
    const { rows } = await client.query<Running>(
      `select id::text as id, kind, at_once as "atOnce", per_minute as "perMinute", expires_at as "expiresAt" from command_group
       where state = 'running' order by id for update`,
    )
    // Before any agent's row: whoever sends configurations takes them in this order.
    if (rows.some(({ kind }) => kind === CONFIGURE)) await lockConfigurations(client)
    const taken: GroupStepTaken[] = []
    for (const group of rows) {
      await takeBackFromAbsent(ctx, client, group.id)
      await passOverGone(client, group.id)
      if (group.kind === CONFIGURE) await passOverConfigured(client, group.id)
      const step = nextMembers(await readFacts(ctx, client, group))
      const tell = group.kind === CONFIGURE ? tellConfigurations : tellMembers
      if (step.step === 'tell') for (const agentId of await tell(ctx, client, group.id, step.count)) told.add(agentId)
      else if (step.step !== 'wait') await endGroup(ctx, client, group.id, step.why)
      taken.push({ groupId: group.id, step })
    }
    return taken
  })
  await notifyChanges(ctx.pool, 'command', [...told].map(String))
  return steps
}

async function readFacts(
  ctx: JobContext,
  client: pg.PoolClient,
  { id, atOnce, perMinute, expiresAt }: Running,
): Promise<GroupFacts> {
  const now = ctx.now()
  const { rows } = await client.query<Omit<GroupFacts, 'atOnce' | 'perMinute' | 'isOver'>>(
    `select count(*) filter (where c.state <> 'ended')::int4 as "underWay",
       count(*) filter (where c.requested_at > $2::timestamptz - interval '1 minute')::int4 as "toldInLastMinute",
       count(*) filter (where m.command_id is null and m.passed_over is null)::int4 as left,
       count(*) filter (where m.command_id is null and m.passed_over is null and a.state = 'active' and p.connected and ${mayBeTold('$2')})::int4 as reachable,
       count(*) filter (where c.outcome = 'done')::int4 as done,
       count(*) filter (where c.outcome in ('failed', 'refused', 'unknown', 'unanswered'))::int4 as "notDone"
     from command_group_agent m join command_group g on g.id = m.group_id join agent a on a.id = m.agent_id left join agent_command c on c.id = m.command_id
       left join agent_presence p on p.agent_id = m.agent_id and p.until is null
     where m.group_id = $1`,
    [id, now],
  )
  const [facts] = rows
  if (facts === undefined) throw new Error(`the group ${id} cannot be counted`)
  return { ...facts, atOnce, perMinute, isOver: expiresAt <= now }
}

async function endGroup(
  ctx: JobContext,
  client: pg.PoolClient,
  groupId: string,
  why: 'all_told' | 'expired' | 'failing',
): Promise<void> {
  const state = why === 'failing' ? 'stopped' : 'done'
  if (why === 'failing') await withdrawWaiting(ctx, client, groupId)
  await client.query('update command_group set state = $2, ended_at = $3, ended_why = $4 where id = $1', [
    groupId,
    state,
    ctx.now(),
    why,
  ])
  const counts = (await countMembers(rowsThrough(client), [groupId], everywhere)).get(groupId)
  await recordAct({ ...ctx, actor: { kind: 'system', name: 'hub' } }, client, {
    action: 'command_group.ended',
    target: { type: 'command_group', id: groupId },
    ...(why === 'failing' && { outcome: 'failed' as const, reason: 'failing' }),
    after: { state, why, counts },
  })
}

/** What nobody approved within its hour. */
async function endUnapproved(ctx: JobContext, client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `update command_group set state = 'stopped', ended_at = $1, ended_why = 'expired' where state = 'proposed' and expires_at <= $1
     returning id::text as id`,
    [ctx.now()],
  )
  for (const { id } of rows)
    await recordAct({ ...ctx, actor: { kind: 'system', name: 'hub' } }, client, {
      action: 'command_group.ended',
      target: { type: 'command_group', id },
      outcome: 'failed',
      reason: 'not_approved',
      after: { state: 'stopped', why: 'expired' },
    })
}
