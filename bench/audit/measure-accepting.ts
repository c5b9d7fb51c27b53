import { setTimeout as delay } from 'node:timers/promises'
import { ensurePartitions } from '@counterfoil/db'
import { applyMigrations } from '@counterfoil/db/migrate'
import type { ServiceContext } from '@counterfoil/services'
import { recordAct } from '@counterfoil/services/audit'
import { ensureInstallation } from '@counterfoil/services/installation'
import type { Belongings } from '../belongings.ts'
import { startHub } from '../hub-process.ts'
import { percentile, round } from '../statistics.ts'
import type { ThrowawayPostgres } from '../throwaway-postgres.ts'
import { withContext } from '../with-context.ts'
import { sampleEntry } from './sample-entry.ts'

export interface Accepting {
  /** Acts recorded a second, each in a commit of its own, with a hub at work beside them. */
  readonly actsPerSecond: number
  /** The same entries inserted bare, a commit each, on as many connections. */
  readonly barePerSecond: number
  readonly ratio: number
  /** From the first act to the moment the last one had its place. */
  readonly placedPerSecond: number
  /** From an entry's commit to the checkpoint that covers it, at `pacePerSecond`. */
  readonly toCheckpointMs: { readonly p50: number; readonly p99: number; readonly pacePerSecond: number }
}

/** So many a second come in while the way to the checkpoint is timed: a big chain at its busiest hour. */
const PACE_PER_SECOND = 200
const PACED_SECONDS = 15

export async function measureAccepting(
  belongings: Belongings,
  postgres: ThrowawayPostgres,
  { acts, connections }: { readonly acts: number; readonly connections: number },
): Promise<Accepting> {
  await applyMigrations({ url: postgres.templateUrl })
  await withContext(postgres.templateUrl, async (ctx) => {
    await ensurePartitions(ctx.pool)
    await ensureInstallation(ctx, { kind: 'demo', name: 'Benchmark', reportingCurrency: 'EUR' })
  })
  const bare = await postgres.copy('bare')
  const barePerSecond = await withContext(bare.url, (ctx) => insertBare(ctx, acts, connections))
  await bare.drop()
  const copy = await postgres.copy('measured')
  const hub = belongings.keep(await startHub(copy.url))
  try {
    return await withContext(copy.url, async (ctx) => {
      await record(ctx, 1_000, connections)
      await placed(ctx)
      const began = performance.now()
      await record(ctx, acts, connections)
      const recordedMs = performance.now() - began
      await placed(ctx)
      const placedMs = performance.now() - began
      const actsPerSecond = (acts / recordedMs) * 1_000
      return {
        actsPerSecond: Math.round(actsPerSecond),
        barePerSecond: Math.round(barePerSecond),
        ratio: round(actsPerSecond / barePerSecond, 2),
        placedPerSecond: Math.round((acts / placedMs) * 1_000),
        toCheckpointMs: await timeCheckpoints(ctx),
      }
    })
  } finally {
    await hub.stop()
    await copy.drop()
  }
}

function actOf(nth: number): Parameters<typeof recordAct>[2] {
  return {
    action: 'person.access_changed',
    target: { type: 'person', id: `person-${nth % 89}` },
    before: { role: 'operations', reach: { kind: 'country', country: 'DE' } },
    after: { role: 'finance', reach: { kind: 'chain' } },
    personal: { email: `person-${nth % 89}@chain.example` },
  }
}

/** So many at once as there are connections; each statement commits by itself. */
async function spread(count: number, connections: number, one: (nth: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const work = async () => {
    for (let nth = next++; nth < count; nth = next++) await one(nth)
  }
  await Promise.all(Array.from({ length: connections }, work))
}

function record(ctx: ServiceContext, acts: number, connections: number): Promise<void> {
  return spread(acts, connections, (nth) => recordAct(ctx, ctx.pool, actOf(nth)))
}

async function insertBare(ctx: ServiceContext, acts: number, connections: number): Promise<number> {
  const bodies = Array.from({ length: acts }, (_, nth) => sampleEntry(nth))
  const began = performance.now()
  await spread(acts, connections, (nth) =>
    ctx.pool.query(
      `insert into audit_entry (id, acted_at, action, outcome, actor_type, actor_id, target_type, target_id, body)
       values ($1, $2, 'person.access_changed', 'done', 'system', 'bench', 'person', 'x', $3)`,
      [ctx.newId(), ctx.now(), bodies[nth]],
    ),
  )
  return (acts / (performance.now() - began)) * 1_000
}

async function placed(ctx: ServiceContext): Promise<void> {
  for (;;) {
    const { rows } = await ctx.pool.query<{ waiting: boolean }>('select exists (select from audit_queue) as waiting')
    if (rows[0]?.waiting === false) return
    await delay(20)
  }
}

async function timeCheckpoints(ctx: ServiceContext): Promise<Accepting['toCheckpointMs']> {
  const { rows: start } = await ctx.pool.query<{ size: string }>('select size::text from audit_tree')
  for (let nth = 0; nth < PACE_PER_SECOND * PACED_SECONDS; nth += 1) {
    await Promise.all([recordAct(ctx, ctx.pool, actOf(nth)), delay(1_000 / PACE_PER_SECOND)])
  }
  const wanted = BigInt(start[0]?.size ?? 0) + BigInt(PACE_PER_SECOND * PACED_SECONDS)
  for (;;) {
    const { rows } = await ctx.pool.query<{ size: string | null }>('select max(size)::text as size from audit_checkpoint')
    if (BigInt(rows[0]?.size ?? 0) >= wanted) break
    await delay(50)
  }
  const { rows } = await ctx.pool.query<{ ms: number }>(
    `select extract(epoch from c.signed_at - e.recorded_at)::float8 * 1000 as ms
     from audit_leaf l join audit_entry e on e.id = l.entry_id
       cross join lateral (select min(signed_at) as signed_at from audit_checkpoint where size > l.idx) c
     where l.idx >= $1 and l.idx < $2`,
    [start[0]?.size, wanted],
  )
  const tookMs = rows.map(({ ms }) => ms)
  return { p50: round(percentile(tookMs, 0.5)), p99: round(percentile(tookMs, 0.99)), pacePerSecond: PACE_PER_SECOND }
}
