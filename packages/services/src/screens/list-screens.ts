import type { ServiceContext } from '../context.ts'
import type { Reach } from '../permissions/reach.ts'
import { reachWithinAt } from '../permissions/reach-condition.ts'
import { type ReachRow, reachColumnsOf, readReach } from '../permissions/reach-row.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import { PAIRING_LIFETIME_MS } from './open-pairing.ts'

export interface ListedScreen {
  readonly id: string
  readonly name: string
  readonly reach: Reach
  /** `never_came`: its code was typed, but it did not fetch what it was given in time. */
  readonly state: 'good' | 'awaited' | 'never_came' | 'expired' | 'revoked'
  readonly pairedByName: string
  readonly pairedAt: Date
  readonly expiresAt: Date
  /** To the minute. */
  readonly lastSeenAt: Date | null
  readonly revokedAt: Date | null
}

const MOST_LISTED = 500

/** Screens whose reach lies within the asker's own: those that work first, then by age. */
export async function listScreens(ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>): Promise<ListedScreen[]> {
  const now = ctx.now()
  const { rows } = await ctx.pool.query<Omit<ListedScreen, 'reach'> & ReachRow>(
    `select w.id, w.name, ${reachColumnsOf('w')}, u.name as "pairedByName", w.paired_at as "pairedAt", w.expires_at as "expiresAt",
       w.last_seen_at as "lastSeenAt", w.revoked_at as "revokedAt",
       case when w.revoked_at is not null then 'revoked' when w.expires_at <= $1 then 'expired'
         when w.secret_hash is not null then 'good' when w.paired_at > $2 then 'awaited' else 'never_came' end as state
     from wall_screen w join "user" u on u.id = w.paired_by
     where ${reachWithinAt('w', 3)}
     order by w.revoked_at is not null or w.expires_at <= $1, w.paired_at desc limit ${MOST_LISTED}`,
    [now, new Date(now.getTime() - PAIRING_LIFETIME_MS), ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  return rows.map(({ reach, reachCountry, reachRegion, reachStoreIds, ...screen }) => ({
    ...screen,
    reach: readReach({ reach, reachCountry, reachRegion, reachStoreIds }),
  }))
}
