import type { ServiceContext } from '../context.ts'
import { networkOf, rateLimits, subjectOf, takeRate } from '../rate-limits/index.ts'
import type { Act, ActContext } from './build-entry.ts'
import { recordAct } from './record-act.ts'

/** Who is refused: an account, a program, a screen, or the network of somebody nobody knows. */
export interface Refused {
  readonly type: 'person' | 'token' | 'screen' | 'agent' | 'source'
  readonly id: string
}

/**
 * Records a refusal. Of one asker so many get an entry each; those beyond are counted, and `tellFoldedRefusals` writes how many
 * they were: whoever goes on trying cannot fill the log, and nothing of it is lost.
 */
export async function recordRefusal(
  ctx: ActContext & Pick<ServiceContext, 'pool'>,
  act: Act & { readonly reason: string },
): Promise<void> {
  const { type, id } = refusedOf(ctx, act)
  const taken = await takeRate(ctx, subjectOf('refusalEntry', { id: `${type}:${id}` }), rateLimits.refusalEntry)
  if (taken.ok) return recordAct(ctx, ctx.pool, act)
  await ctx.pool.query(
    `insert into audit_folded_refusal as f (asker_type, asker_id, action, reason, refusals, first_at, last_at)
     values ($1, $2, $3, $4, 1, $5, $5)
     on conflict (asker_type, asker_id, action, reason) do update set refusals = f.refusals + 1,
       first_at = least(f.first_at, excluded.first_at), last_at = greatest(f.last_at, excluded.last_at)`,
    [type, id, act.action, act.reason, ctx.now()],
  )
}

/** Before somebody has signed in it is the account they try that counts, or else where they come from. */
function refusedOf({ actor, origin }: ActContext, { target }: Act): Refused {
  switch (actor.kind) {
    case 'user':
      return { type: 'person', id: actor.id }
    case 'token':
    case 'screen':
      return { type: actor.kind, id: actor.id }
    case 'agent':
      return { type: 'agent', id: String(actor.id) }
    case 'system':
      if (target.type === 'person' && target.id !== 'unknown') return { type: 'person', id: target.id }
      return { type: 'source', id: networkOf(origin?.address ?? '') }
  }
}
