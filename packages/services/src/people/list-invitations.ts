import { type AccessRow, readAccess } from '../permissions/access.ts'
import type { PersonRole } from '../permissions/permission-table.ts'
import type { Reach } from '../permissions/reach.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { PeopleContext } from './change-people.ts'

/** An invitation whose link still works. */
export interface OpenInvitation {
  readonly id: string
  readonly email: string
  readonly role: PersonRole
  readonly reach: Reach
  readonly storeCodes: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date
  /** Who invited; null when it was done on the server. */
  readonly madeBy: string | null
}

type Row = Omit<OpenInvitation, 'reach'> & AccessRow & { readonly role: PersonRole }

/** Open invitations, newest first. */
export async function listInvitations(ctx: Pick<PeopleContext, 'pool' | 'actor' | 'now'>): Promise<OpenInvitation[]> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<Row>(
    `select l.id, l.email, l.role, l.reach, l.reach_country::text as "reachCountry", l.reach_region as "reachRegion",
       coalesce(l.reach_store_ids, '{}') as "reachStoreIds", l.created_at as "createdAt", l.expires_at as "expiresAt",
       m.name as "madeBy",
       array(select s.code from store s where l.reach = 'stores' and s.id = any(l.reach_store_ids) order by s.code) as "storeCodes"
     from setup_link l left join "user" m on m.id = l.made_by
     where l.kind = 'invitation' and l.used_at is null and l.revoked_at is null and l.expires_at > $1
     order by l.created_at desc, l.id`,
    [ctx.now()],
  )
  return rows.map(({ reachCountry, reachRegion, reachStoreIds, ...row }) => {
    const { reach } = readAccess({ reachCountry, reachRegion, reachStoreIds, role: row.role, reach: row.reach })
    return { ...row, reach }
  })
}
