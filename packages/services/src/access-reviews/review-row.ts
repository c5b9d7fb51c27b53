import type pg from 'pg'
import { z } from 'zod'
import { ServiceError } from '../errors.ts'

export const ReviewId = z.strictObject({ id: z.uuid() })
export type ReviewId = z.infer<typeof ReviewId>

/** Why something is kept or removed. PostgreSQL's text holds no U+0000. */
export const DecisionReason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((reason) => !reason.includes('\u0000'))

export interface ReviewRow {
  readonly id: string
  readonly openedAt: Date
  readonly openedById: string
  readonly openedBy: string
  readonly signedAt: Date | null
  readonly signedBy: string | null
  readonly statementHash: string | null
  readonly statement: string | null
}

/** `not_found` without it. */
export async function findReview(client: Pick<pg.Pool | pg.PoolClient, 'query'>, id: string): Promise<ReviewRow> {
  const { rows } = await client.query<ReviewRow>(
    `select r.id, r.opened_at as "openedAt", r.opened_by as "openedById", o.name as "openedBy", s.signed_at as "signedAt",
       b.name as "signedBy", encode(s.statement_hash, 'hex') as "statementHash", convert_from(s.statement, 'UTF8') as statement
     from access_review r join "user" o on o.id = r.opened_by
     left join access_review_signature s on s.review_id = r.id left join "user" b on b.id = s.signed_by
     where r.id = $1`,
    [id],
  )
  if (rows[0] === undefined) throw new ServiceError('not_found', 'There is no such review.')
  return rows[0]
}

/** `conflict` when it is signed: then nothing of it changes any more. */
export async function findOpenReview(client: Pick<pg.Pool | pg.PoolClient, 'query'>, id: string): Promise<ReviewRow> {
  const review = await findReview(client, id)
  if (review.signedAt === null) return review
  throw new ServiceError('conflict', 'This review is signed. What has changed since belongs to the next one.', {
    reason: 'review_signed',
  })
}
