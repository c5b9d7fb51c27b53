import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { type Drill, drillColumns } from './drill.ts'
import { judgeDrill } from './judge-drill.ts'
import { keepEvidence } from './keep-evidence.ts'
import { readDrillFacts } from './read-drill-facts.ts'

export type LookContext = Pick<ServiceContext, 'pool' | 'newId' | 'now'>

/** Looks at every drill that is running, and ends those that are over. Returns how many ended. */
export async function lookAtDrills(ctx: LookContext): Promise<number> {
  const { rows } = await ctx.pool.query<{ id: string }>(
    `select id::text as id from redundancy_drill where state = 'running' order by id`,
  )
  let ended = 0
  for (const { id } of rows) if (await lookAt(ctx, id)) ended += 1
  return ended
}

/** Of several hubs one looks at a drill; another passes it by. */
function lookAt(ctx: LookContext, id: string): Promise<boolean> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<Drill>(
      `select ${drillColumns} from redundancy_drill d where d.id = $1 and d.state = 'running' for update skip locked`,
      [id],
    )
    const [drill] = rows
    if (drill === undefined) return false
    const { verdict } = judgeDrill(drill, await readDrillFacts(rowsThrough(client), drill), ctx.now().getTime())
    if (verdict.state === 'running') return false
    const isShown = verdict.state === 'shown'
    if (isShown) {
      const { axis, subject, spare, storeId } = drill
      const { shownAtMs, figures, events } = verdict
      // Whichever of its other addresses the agent went by is the one that was shown.
      const served = axis === 'hub' && typeof figures.address === 'string' ? figures.address : spare
      const evidence = { id: ctx.newId(), storeId, axis, subject, spare: served, kind: 'drill', drillId: id } as const
      await keepEvidence(client, { ...evidence, shownAtMs, figures, events }, ctx.now())
    }
    await endDrill(ctx, client, drill, isShown ? null : verdict.code)
    const hub = { newId: ctx.newId, now: ctx.now, actor: { kind: 'system', name: 'hub' } } as const
    await recordAct(hub, client, {
      action: 'redundancy.drill_ended',
      target: { type: 'redundancy_drill', id },
      after: {
        storeId: drill.storeId,
        axis: drill.axis,
        subject: drill.subject,
        state: verdict.state,
        ...(isShown ? { hashes: verdict.events.map(({ hash }) => hash) } : { code: verdict.code }),
      },
    })
    return true
  })
}

async function endDrill(ctx: LookContext, client: pg.PoolClient, { id }: Drill, code: string | null): Promise<void> {
  await client.query(`update redundancy_drill set state = $2, ended_at = $3, code = $4 where id = $1`, [
    id,
    code === null ? 'shown' : 'not_shown',
    ctx.now(),
    code,
  ])
}
