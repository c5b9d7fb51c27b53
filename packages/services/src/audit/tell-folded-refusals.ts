import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import type { ActContext } from './build-entry.ts'
import { recordAct } from './record-act.ts'
import type { Refused } from './record-refusal.ts'

/** So long refusals gather before an entry tells of them. */
const GATHERED_MS = 60_000
/** More wait for the next time. */
const MOST_AT_ONCE = 500

interface FoldedRow extends Refused {
  readonly action: string
  readonly reason: string
  readonly refusals: number
  readonly firstAt: Date
  readonly lastAt: Date
}

/** Writes an entry for each kind of refusal that was only counted, with how many there were and from when to when. Returns how many entries. */
export async function tellFoldedRefusals(ctx: ActContext & Pick<ServiceContext, 'pool'>): Promise<number> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<FoldedRow>(
      `delete from audit_folded_refusal f using (
         select asker_type, asker_id, action, reason from audit_folded_refusal where first_at <= $1
         order by first_at limit $2 for update skip locked) as due
       where (f.asker_type, f.asker_id, f.action, f.reason) = (due.asker_type, due.asker_id, due.action, due.reason)
       returning f.asker_type as type, f.asker_id as id, f.action, f.reason, f.refusals, f.first_at as "firstAt", f.last_at as "lastAt"`,
      [new Date(ctx.now().getTime() - GATHERED_MS), MOST_AT_ONCE],
    )
    for (const { type, id, action, reason, refusals, firstAt, lastAt } of rows) {
      const unknown = type === 'source'
      await recordAct(ctx, client, {
        action: 'access.refusals_folded',
        target: { type, id: unknown ? 'unknown' : id },
        outcome: 'refused',
        reason,
        after: { of: action, refusals, fromMs: firstAt.getTime(), toMs: lastAt.getTime() },
        // A network is somebody's, and may have to be erased.
        ...(unknown ? { personal: { 'origin.ip': id } } : {}),
      })
    }
    return rows.length
  })
}
