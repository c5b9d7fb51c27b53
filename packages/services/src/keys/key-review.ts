import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'

export interface KeyReview {
  /** The last time somebody signed that keys, certificates and ciphers were looked at; null when nobody ever has. */
  readonly last: { readonly at: Date; readonly by: string; readonly note: string } | null
  /** When the next one is due; null when there was none, so now. */
  readonly due: Date | null
  readonly overdue: boolean
}

/** PCI DSS 12.3.3: at least once in twelve months. */
const EVERY_MS = 365 * 86_400_000

export async function findKeyReview({ pool, now }: Pick<ServiceContext, 'pool' | 'now'>): Promise<KeyReview> {
  const { rows } = await pool.query<NonNullable<KeyReview['last']>>(
    `select r.at, u.name as by, r.note from review_signoff r join "user" u on u.id = r.by_user_id
     where r.kind = 'ciphers' order by r.at desc, r.id desc limit 1`,
  )
  const last = rows[0] ?? null
  const due = last && new Date(last.at.getTime() + EVERY_MS)
  return { last, due, overdue: due === null || due <= now() }
}

export const SignKeyReviewInput = z.strictObject({
  /** What was looked at and found. */
  note: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    // PostgreSQL's text holds no U+0000.
    .refine((note) => !note.includes('\u0000')),
})

/** Signs that keys, certificates and cipher suites were reviewed. Only a person can. */
export async function signKeyReview(ctx: ServiceContext, { note }: z.infer<typeof SignKeyReviewInput>): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A review is signed by a person.')
  await inTransaction(ctx, async (client) => {
    const id = ctx.newId()
    const { rowCount } = await client.query(
      `insert into review_signoff (id, kind, at, by_user_id, note) select $1, 'ciphers', $2, u.id, $4 from "user" u where u.id = $3`,
      [id, ctx.now(), actor.id, note],
    )
    if (rowCount !== 1) throw new ServiceError('not_found', 'Your account is not there any more.')
    await recordAct(ctx, client, { action: 'keys.reviewed', target: { type: 'review', id }, personal: { note } })
  })
}
