import type pg from 'pg'
import type { PeopleClient } from '../people/change-people.ts'
import type { ItemKind } from './review-item.ts'

/** Something that gives access, as it is now. Facts hold no name and no address. */
export interface Subject {
  readonly kind: ItemKind
  readonly subjectId: string
  /** Whose access it is. */
  readonly personId: string | null
  readonly facts: Readonly<Record<string, unknown>>
}

const msOf = (column: string) => `(extract(epoch from ${column}) * 1000)::int8`
const reachOf = (table: string) =>
  `jsonb_strip_nulls(jsonb_build_object('kind', ${table}.reach, 'country', ${table}.reach_country::text, 'region', ${table}.reach_region,
     'storeIds', case when ${table}.reach = 'stores' then to_jsonb(${table}.reach_store_ids) end))`

/**
 * Everything a review looks at: all accounts, open invitations, tokens and screens that can still work, and uses of break-glass
 * since the last signed review was opened.
 */
export async function readSubjects(client: PeopleClient | Pick<pg.Pool, 'query'>, now: Date): Promise<Subject[]> {
  const { rows } = await client.query<Subject>(
    `select 'person' as kind, u.id as "subjectId", u.id as "personId", jsonb_build_object('state', u.state, 'role', u.role,
         'reach', ${reachOf('u')}, 'lastSeenAtMs', ${msOf('u.last_seen_at')}, 'createdAtMs', ${msOf('u.created_at')},
         'password', exists (select from account a where a.user_id = u.id and a.password is not null),
         'authenticator', exists (select from two_factor f where f.user_id = u.id and u.two_factor_enabled),
         'passkeys', (select count(*) from passkey p where p.user_id = u.id)) as facts
       from "user" u
     union all
     select 'invitation', l.id::text, null, jsonb_build_object('role', l.role, 'reach', ${reachOf('l')}, 'madeBy', l.made_by,
         'createdAtMs', ${msOf('l.created_at')}, 'expiresAtMs', ${msOf('l.expires_at')})
       from setup_link l where l.kind = 'invitation' and l.used_at is null and l.revoked_at is null and l.expires_at > $1
     union all
     select 'token', t.id::text, t.owner_id, jsonb_build_object('reach', ${reachOf('t')}, 'ownerId', t.owner_id, 'ending', t.ending,
         'createdAtMs', ${msOf('t.created_at')}, 'expiresAtMs', ${msOf('t.expires_at')}, 'lastUsedAtMs', ${msOf('t.last_used_at')})
       from api_token t where t.revoked_at is null and t.expires_at > $1
     union all
     select 'screen', w.id::text, null, jsonb_build_object('reach', ${reachOf('w')}, 'pairedBy', w.paired_by,
         'createdAtMs', ${msOf('w.paired_at')}, 'expiresAtMs', ${msOf('w.expires_at')}, 'lastSeenAtMs', ${msOf('w.last_seen_at')})
       from wall_screen w where w.revoked_at is null and w.expires_at > $1
     union all
     select 'break_glass', b.id::text, b.account_id, jsonb_build_object('usedAtMs', ${msOf('b.used_at')}, 'acknowledgedBy', b.acknowledged_by,
         'linkUsed', exists (select from setup_link l where l.id = b.id and l.used_at is not null))
       from break_glass b where b.used_at > coalesce(
         (select max(r.opened_at) from access_review r join access_review_signature s on s.review_id = r.id), '-infinity')
     order by 1, 2`,
    [now],
  )
  return rows
}
