import { type AccessRow, accessColumns, readAccess } from '../permissions/access.ts'
import type { PersonRole } from '../permissions/permission-table.ts'
import type { Reach } from '../permissions/reach.ts'
import type { DisabledReason } from './close-account.ts'

/** An account as it is listed. */
export interface PersonListed {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: PersonRole
  readonly reach: Reach
  /** The codes of the stores a reach names. */
  readonly storeCodes: readonly string[]
  readonly state: 'active' | 'disabled'
  readonly disabledAt: Date | null
  readonly disabledReason: DisabledReason | null
  /** What they can show: a password alone opens nothing. */
  readonly password: boolean
  readonly authenticator: boolean
  readonly passkeys: number
  /** Whether somebody at the chain's identity provider is bound to it. */
  readonly sso: boolean
  readonly createdAt: Date
  readonly lastSeenAt: Date | null
}

export type PersonListedRow = Omit<PersonListed, 'reach'> & AccessRow & { readonly role: PersonRole }

/** SQL text, of `"user" u`: what `readPerson` needs. */
export const personColumns = `u.id, u.name, u.email, u.state, u.disabled_at as "disabledAt", u.disabled_reason as "disabledReason",
  u.created_at as "createdAt", u.last_seen_at as "lastSeenAt", ${accessColumns},
  array(select s.code from store s where u.reach = 'stores' and s.id = any(u.reach_store_ids) order by s.code) as "storeCodes",
  exists (select from account a where a.user_id = u.id and a.password is not null) as password,
  exists (select from two_factor f where f.user_id = u.id and u.two_factor_enabled) as authenticator,
  (select count(*)::int4 from passkey p where p.user_id = u.id) as passkeys,
  exists (select from account a where a.user_id = u.id and a.provider_id = 'sso') as sso`

export function readPerson({ reachCountry, reachRegion, reachStoreIds, ...row }: PersonListedRow): PersonListed {
  const { reach } = readAccess({ reachCountry, reachRegion, reachStoreIds, role: row.role, reach: row.reach })
  return { ...row, reach }
}
