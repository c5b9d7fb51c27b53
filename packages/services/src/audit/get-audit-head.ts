import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { epochMs, readTogether } from '../read-rows.ts'

/** How long the log is and when it was last signed. */
export interface AuditHead {
  readonly entries: number
  readonly waiting: number
  readonly checkpoint: { readonly size: number; readonly signedAtMs: number; readonly witnesses: number } | null
}

/** For the page's head, asked for again and again: tells nothing of any entry, and is no reading of the log. */
export async function getAuditHead(ctx: ServiceContext): Promise<AuditHead> {
  requireWholeChain(ctx)
  return readTogether(ctx, async (rows) => {
    const [head] = await rows<{ entries: number; waiting: number }>(
      `select (select size::float8 from audit_tree) as entries, (select count(*)::int4 from audit_queue) as waiting`,
    )
    const [checkpoint] = await rows<NonNullable<AuditHead['checkpoint']>>(
      `select c.size::float8 as size, ${epochMs('c.signed_at')} as "signedAtMs",
         (select count(*)::int4 from audit_cosignature s where s.size = c.size and s.signed_at = c.signed_at) as witnesses
       from audit_checkpoint c order by c.size desc, c.signed_at desc limit 1`,
    )
    return { entries: head?.entries ?? 0, waiting: head?.waiting ?? 0, checkpoint: checkpoint ?? null }
  })
}
