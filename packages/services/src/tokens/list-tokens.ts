import type { ServiceContext } from '../context.ts'
import type { Reach } from '../permissions/reach.ts'
import { reachWithinAt } from '../permissions/reach-condition.ts'
import { type ReachRow, reachColumnsOf, readReach } from '../permissions/reach-row.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeValues } from '../stores/scope-condition.ts'

export interface ListedToken {
  readonly id: string
  readonly name: string
  /** The token's last four characters. */
  readonly ending: string
  readonly ownerName: string
  readonly reach: Reach
  readonly state: 'good' | 'expired' | 'revoked' | 'owner_disabled'
  readonly changesDevices: boolean
  readonly createdAt: Date
  readonly expiresAt: Date
  /** To the minute. */
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
}

const MOST_LISTED = 500

/** Tokens whose reach lies within the asker's own: those that work first, then by age. */
export async function listTokens(ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>): Promise<ListedToken[]> {
  const { rows } = await ctx.pool.query<Omit<ListedToken, 'reach'> & ReachRow>(
    `select t.id, t.name, t.ending, u.name as "ownerName", ${reachColumnsOf('t')}, t.changes_devices as "changesDevices", t.created_at as "createdAt",
       t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt", t.revoked_at as "revokedAt",
       case when t.revoked_at is not null then 'revoked' when t.expires_at <= $1 then 'expired'
         when u.state <> 'active' then 'owner_disabled' else 'good' end as state
     from api_token t join "user" u on u.id = t.owner_id
     where ${reachWithinAt('t', 2)}
     order by t.revoked_at is not null or t.expires_at <= $1, t.created_at desc limit ${MOST_LISTED}`,
    [ctx.now(), ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  return rows.map(({ reach, reachCountry, reachRegion, reachStoreIds, ...token }) => ({
    ...token,
    reach: readReach({ reach, reachCountry, reachRegion, reachStoreIds }),
  }))
}
