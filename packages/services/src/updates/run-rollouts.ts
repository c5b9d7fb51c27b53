import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { askForUpdate, askToReturn, takeBackFromAbsent } from './ask-agents.ts'
import { isRateLow, judgeRing, type RingFacts, type RingVerdict } from './judge-ring.ts'
import { countRing, readOthersSales, readRolloutAgents, readSales } from './read-ring-facts.ts'
import { RINGS } from './rings.ts'

const ROLLOUT_LOCK = 4_017_066
const MINUTE_MS = 60_000

interface Running {
  readonly id: string
  readonly version: string
  readonly ring: number
  readonly ringSince: Date
  readonly soakMinutes: readonly number[]
}

type JobContext = Pick<ServiceContext, 'pool' | 'now' | 'newId'>

/**
 * One look at the rollout under way: asks the next agents, lets the ring go on, wait, or stops it and asks its agents to go back.
 * Of several hubs one looks. Gives the verdict, or null where there is nothing to judge.
 */
export async function runRollouts(ctx: JobContext): Promise<RingVerdict | null> {
  const told: number[] = []
  const verdict = await inTransaction(ctx, async (client) => {
    const { rows: lock } = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [ROLLOUT_LOCK])
    if (lock[0]?.got !== true) return null
    const { rows } = await client.query<Running>(
      `select id, version, ring, ring_since as "ringSince", soak_minutes as "soakMinutes" from agent_rollout where state = 'running' for update`,
    )
    const [rollout] = rows
    if (rollout === undefined) return null
    await takeBackFromAbsent(ctx, client, rollout.id)
    const { judged, facts } = await judge(ctx, client, rollout)
    await client.query('update agent_rollout set verdict = $2 where id = $1', [
      rollout.id,
      JSON.stringify({
        ...judged,
        ring: rollout.ring,
        atMs: ctx.now().getTime(),
        counts: facts.counts,
        here: facts.here,
        after: facts.after,
        before: facts.before,
        others: facts.others,
      }),
    ])
    if (judged.step === 'stop') told.push(...(await stop(ctx, client, rollout, judged, facts)))
    else {
      if (judged.step === 'advance') await advance(ctx, client, rollout)
      told.push(...(await askForUpdate(ctx, client, rollout.id)))
    }
    return judged
  })
  for (const agentId of told) await notifyChange(ctx.pool, { entity: 'command', id: String(agentId) })
  return verdict
}

async function judge(
  ctx: JobContext,
  client: pg.PoolClient,
  rollout: Running,
): Promise<{ judged: RingVerdict; facts: RingFacts }> {
  const now = ctx.now()
  const all = await readRolloutAgents(client, rollout.id, now)
  // A ring holds those before it: what they sell badly stops this one too.
  const mine = all.filter(({ ring }) => ring <= rollout.ring)
  const working = mine.flatMap(({ agentId, storeId, worksSinceMs }) =>
    worksSinceMs === null ? [] : [{ agentId, storeId, worksSinceMs }],
  )
  const current = all.filter(({ ring }) => ring === rollout.ring)
  const sales = await readSales(client, working, now)
  const works = working.map(({ worksSinceMs }) => worksSinceMs)
  const alone = {
    counts: current.length === 0 ? countRing([]) : countRing(mine),
    here: { agents: current.length, absent: countRing(current).absent },
    ...sales,
    ringSinceMs: rollout.ringSince.getTime(),
    lastWorksMs: works.length === 0 ? null : Math.max(...works),
    soakMs: (rollout.soakMinutes[rollout.ring] ?? 0) * MINUTE_MS,
    isLast: rollout.ring === RINGS.length - 1,
  }
  // Asked only where it decides: it reads a whole chain's payments.
  const others = isRateLow({ ...alone, others: null })
    ? await readOthersSales(client, rollout.id, alone.lastWorksMs ?? alone.ringSinceMs, now)
    : null
  const facts: RingFacts = { ...alone, others }
  return { judged: judgeRing(facts, now.getTime()), facts }
}

async function advance(ctx: JobContext, client: pg.PoolClient, { id, version, ring }: Running): Promise<void> {
  const isLast = ring === RINGS.length - 1
  await client.query(
    isLast
      ? `update agent_rollout set state = 'done', ended_at = $2 where id = $1`
      : 'update agent_rollout set ring = ring + 1, ring_since = $2 where id = $1',
    [id, ctx.now()],
  )
  await recordAct(asHub(ctx), client, {
    action: 'rollout.moved',
    target: { type: 'rollout', id },
    after: isLast ? { version, state: 'done' } : { version, ring: RINGS[ring + 1] ?? '' },
  })
}

async function stop(
  ctx: JobContext,
  client: pg.PoolClient,
  { id, version, ring }: Running,
  { why }: Extract<RingVerdict, { readonly step: 'stop' }>,
  { counts, after, before, others }: RingFacts,
): Promise<number[]> {
  await client.query(`update agent_rollout set state = 'stopped', ended_at = $2 where id = $1`, [id, ctx.now()])
  const asked = await askToReturn(ctx, client, id)
  await recordAct(asHub(ctx), client, {
    action: 'rollout.moved',
    target: { type: 'rollout', id },
    after: {
      version,
      state: 'stopped',
      why,
      ring: RINGS[ring] ?? '',
      counts,
      sales: { after, before, others },
      askedToReturn: asked.length,
    },
  })
  return asked
}

const asHub = (ctx: JobContext) => ({ ...ctx, actor: { kind: 'system', name: 'hub' } as const })
