import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { endIncidents } from './end-incidents.ts'
import { openIncidents } from './open-incidents.ts'

type Context = Pick<ServiceContext, 'pool' | 'newId' | 'now'>

/** Nobody who signs in through this identity provider can show who they are (PCI DSS 10.7.2: logical access controls). */
export function noteProviderAway(ctx: Context, issuer: string): Promise<void> {
  const begun = { kind: 'sign_in', subject: issuer, beganAt: ctx.now(), endedAt: null, entryId: null } as const
  return inTransaction(ctx, (client) => openIncidents(ctx, client, [begun], 'dashboard'))
}

/** It answered: what was open about it has ended. */
export function noteProviderBack(ctx: Context, issuer: string): Promise<void> {
  return inTransaction(ctx, (client) =>
    endIncidents(ctx, client, { kind: 'sign_in', subject: issuer, endedAt: ctx.now(), by: 'dashboard' }),
  )
}
