import type { PeopleContext } from '../people/change-people.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { monthsLater } from './months-later.ts'

export interface DueAccessReview {
  readonly dueAt: Date
  readonly state: 'later' | 'soon' | 'overdue'
  /** The one that was begun and is not signed yet. */
  readonly openId: string | null
  readonly lastSignedAt: Date | null
}

/** PCI DSS 7.2.4: at least once every six months. */
const EVERY_MONTHS = 6
const SOON_MS = 14 * 86_400_000

/** When the next review must be signed: six months after the last one was, or after the installation was made. */
export async function dueAccessReview({
  pool,
  now,
  actor,
}: Pick<PeopleContext, 'pool' | 'now' | 'actor'>): Promise<DueAccessReview> {
  requireWholeChain({ actor })
  const { rows } = await pool.query<{ lastSignedAt: Date | null; since: Date | null; openId: string | null }>(
    `select s.at as "lastSignedAt", coalesce(s.at, (select i.created_at from installation i)) as since,
       (select r.id from access_review r where not exists (select from access_review_signature g where g.review_id = r.id)
        order by r.opened_at desc limit 1) as "openId"
     from (select max(signed_at) as at from access_review_signature) s`,
  )
  const { lastSignedAt = null, since = null, openId = null } = rows[0] ?? {}
  const dueAt = monthsLater(since ?? now(), EVERY_MONTHS)
  const leftMs = dueAt.getTime() - now().getTime()
  return { dueAt, state: leftMs <= 0 ? 'overdue' : leftMs <= SOON_MS ? 'soon' : 'later', openId, lastSignedAt }
}
