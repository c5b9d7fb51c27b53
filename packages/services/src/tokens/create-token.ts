import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { checkGivenReach, GivenReach } from '../permissions/given-reach.ts'
import { reachValues } from '../permissions/reach-row.ts'
import { hashSecret } from '../secret.ts'
import { ThingName } from '../thing-name.ts'
import { createApiToken } from './api-token.ts'

const DAY_MS = 24 * 3_600_000
/** PCI DSS 8.6.3 wants the secrets of programs changed; a year is the longest we let one live. */
export const LONGEST_TOKEN_DAYS = 365

export const CreateTokenInput = z.strictObject({
  name: ThingName,
  reach: GivenReach,
  days: z.int().min(1).max(LONGEST_TOKEN_DAYS),
  /** Whether it may register and describe devices; else it reads. */
  changesDevices: z.boolean().optional(),
})
export type CreateTokenInput = z.infer<typeof CreateTokenInput>

export interface CreatedToken {
  readonly id: string
  /** Told here and nowhere else. */
  readonly token: string
  readonly expiresAt: Date
}

/** Makes a token of the asker's own for one program. Throws `invalid` for a reach beyond theirs, `forbidden` unless a person asks. */
export async function createToken(
  ctx: ServiceContext,
  { name, reach, days, changesDevices = false }: CreateTokenInput,
): Promise<CreatedToken> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A token belongs to a person: sign in to make one.')
  await checkGivenReach(ctx, reach)
  const id = ctx.newId()
  const token = createApiToken()
  const now = ctx.now()
  const expiresAt = new Date(now.getTime() + days * DAY_MS)
  await inTransaction(ctx, async (client) => {
    await client.query(
      `insert into api_token (id, name, secret_hash, ending, owner_id, created_at, expires_at, changes_devices, reach, reach_country, reach_region, reach_store_ids)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [id, name, hashSecret(token), token.slice(-4), actor.id, now, expiresAt, changesDevices, ...reachValues(reach)],
    )
    await recordAct(ctx, client, {
      action: 'token.created',
      target: { type: 'token', id },
      after: { owner: actor.id, reach, expiresAtMs: expiresAt.getTime(), changesDevices },
      personal: { name },
    })
  })
  return { id, token, expiresAt }
}
