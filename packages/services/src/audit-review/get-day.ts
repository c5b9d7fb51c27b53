import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { readBounds, readTimeZone } from './day-bounds.ts'
import { type DayRead, isLookedAt, readDay } from './read-day.ts'

export const GetAuditDayInput = z.strictObject({ day: z.iso.date() })

export interface AuditDay extends DayRead {
  readonly day: string
  readonly timeZone: string
  readonly endsAt: Date
  /** It is over and the rules have looked at all of it. */
  readonly complete: boolean
  /** Whoever asks did something that was found. */
  readonly actedOneself: boolean
  readonly signed: { readonly at: Date; readonly by: string; readonly note: string; readonly hash: string } | null
}

/** One day of the review: what was found, and who signed. */
export async function getAuditDay(ctx: ServiceContext, { day }: z.infer<typeof GetAuditDayInput>): Promise<AuditDay> {
  requireWholeChain(ctx)
  const { pool, actor } = ctx
  await recordAct(ctx, pool, { action: 'audit.read', target: { type: 'audit_day', id: day } })
  const timeZone = await readTimeZone(pool)
  const bounds = await readBounds(pool, timeZone, day)
  const read = await readDay(pool, bounds)
  const { rows } = await pool.query<NonNullable<AuditDay['signed']>>(
    `select r.signed_at as at, u.name as by, r.note, encode(r.statement_hash, 'hex') as hash
     from audit_day_review r join "user" u on u.id = r.signed_by where r.day = $1::date`,
    [day],
  )
  return {
    ...read,
    day,
    timeZone,
    endsAt: bounds.endsAt,
    complete: bounds.endsAt <= ctx.now() && (await isLookedAt(pool, bounds.endsAt)),
    actedOneself: actor.kind === 'user' && read.findings.some((one) => one.actorType === 'user' && one.actorId === actor.id),
    signed: rows[0] ?? null,
  }
}
