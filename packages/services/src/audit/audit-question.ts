import { canonicalJson } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'
import type { AuditFilter } from './audit-filter.ts'
import { recordAct } from './record-act.ts'

/** So long the pages of one question may be turned without being another. */
const QUESTION_MS = 60 * 60_000

/**
 * Records that the log was asked this, once for all pages. `asked` is what a page before said; only an entry of the same
 * asker, in the same session, about the same question, counts as said. Returns the id of the entry that stands for it.
 */
export async function recordQuestion(ctx: ServiceContext, filter: AuditFilter, asked: string | null): Promise<string> {
  if (asked !== null && (await stands(ctx, filter, asked))) return asked
  let id = ''
  const newId = () => (id = ctx.newId())
  const { text, ...after } = filter
  await recordAct({ ...ctx, newId }, ctx.pool, {
    action: 'audit.read',
    target: { type: 'audit_log', id: 'search' },
    after,
    // What somebody looks for may be a name, which may have to be erased one day.
    ...(text === undefined ? {} : { personal: { text } }),
  })
  return id
}

async function stands({ pool, actor, now }: ServiceContext, { text, ...after }: AuditFilter, asked: string): Promise<boolean> {
  if (actor.kind !== 'user') return false
  const { rows } = await pool.query<{ body: Buffer; text: string | null }>(
    `select e.body, p.value as text from audit_entry e left join audit_personal p on p.entry_id = e.id and p.name = 'text'
     where e.id = $1 and e.action = 'audit.read' and e.target_id = 'search' and e.actor_type = 'user' and e.actor_id = $2
       and e.acted_at > $3`,
    [asked, actor.id, new Date(now().getTime() - QUESTION_MS)],
  )
  const entry = rows[0]
  if (entry === undefined) return false
  const body = JSON.parse(entry.body.toString())
  return (
    body.actor.session === actor.sessionId && canonicalJson(body.after) === canonicalJson(after) && entry.text === (text ?? null)
  )
}
