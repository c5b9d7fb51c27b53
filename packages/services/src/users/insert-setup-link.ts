import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import type { PersonAccess } from '../permissions/change-access.ts'
import { reachColumns } from '../permissions/reach-columns.ts'
import { createSetupToken, hashSetupToken } from './setup-token.ts'

/** What a link is for: an administrator's account, the account of somebody invited, new factors for an account. */
export type SetupLinkPurpose =
  | { readonly kind: 'first' }
  | { readonly kind: 'invitation'; readonly email: string; readonly access: PersonAccess }
  | { readonly kind: 'reset'; readonly userId: string }
export type SetupLinkKind = SetupLinkPurpose['kind']

export interface SetupLink {
  /** What it is called afterwards, without its secret. */
  readonly id: string
  /** Goes into `/setup/<token>`; kept nowhere else. */
  readonly token: string
  readonly expiresAt: Date
}

/** How long each kind works. An invitation has to reach somebody; whoever asks for the others sits beside it. */
export const SETUP_LINK_LIFETIME_MS: Readonly<Record<SetupLinkKind, number>> = {
  first: 30 * 60_000,
  invitation: 48 * 3_600_000,
  reset: 30 * 60_000,
}

/** Makes a link that works once. Only the token's hash is kept. */
export async function insertSetupLink(
  ctx: Pick<ServiceContext, 'actor' | 'now' | 'newId'>,
  client: Pick<pg.PoolClient, 'query'>,
  purpose: SetupLinkPurpose,
): Promise<SetupLink> {
  const now = ctx.now()
  const id = ctx.newId()
  const token = createSetupToken()
  const expiresAt = new Date(now.getTime() + SETUP_LINK_LIFETIME_MS[purpose.kind])
  const access = purpose.kind === 'invitation' ? purpose.access : null
  const reach = access === null ? { kind: null, country: null, region: null, storeIds: [] } : reachColumns(access.reach)
  await client.query(
    `insert into setup_link (id, token_hash, created_at, expires_at, kind, email, role, reach, reach_country, reach_region,
       reach_store_ids, user_id, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      Buffer.from(hashSetupToken(token)),
      now,
      expiresAt,
      purpose.kind,
      purpose.kind === 'invitation' ? purpose.email : null,
      access?.role ?? null,
      reach.kind,
      reach.country,
      reach.region,
      reach.storeIds,
      purpose.kind === 'reset' ? purpose.userId : null,
      ctx.actor.kind === 'user' ? ctx.actor.id : null,
    ],
  )
  return { id, token, expiresAt }
}
