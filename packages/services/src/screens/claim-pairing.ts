import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { createSecret, hashSecret } from '../secret.ts'

export type ClaimAnswer =
  /** Nobody has typed the code yet. */
  | { readonly state: 'waiting' }
  /** Too late, fetched before, or never opened: a new code is needed. */
  | { readonly state: 'over' }
  /** Told once; from now on it is the screen's. */
  | { readonly state: 'paired'; readonly secret: string; readonly expiresAt: Date }

/** Asked by a screen that shows a code: gives it its secret, once, after an administrator has typed the code. */
export async function claimPairing(ctx: ServiceContext, claim: string): Promise<ClaimAnswer> {
  const now = ctx.now()
  const hash = hashSecret(claim)
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ screenId: string }>(
      `update screen_pairing set claimed_at = $2 where id = (
         select id from screen_pairing where claim_hash = $1 and screen_id is not null and claimed_at is null and expires_at > $2
         order by opened_at desc limit 1 for update)
       returning screen_id as "screenId"`,
      [hash, now],
    )
    const screenId = rows[0]?.screenId
    if (screenId === undefined) {
      const open = await client.query(
        'select from screen_pairing where claim_hash = $1 and screen_id is null and expires_at > $2 limit 1',
        [hash, now],
      )
      return { state: open.rowCount === 0 ? 'over' : 'waiting' }
    }
    const secret = createSecret()
    const taken = await client.query<{ expiresAt: Date }>(
      `update wall_screen set secret_hash = $2 where id = $1 and secret_hash is null and revoked_at is null
       returning expires_at as "expiresAt"`,
      [screenId, hashSecret(secret)],
    )
    const screen = taken.rows[0]
    if (screen === undefined) return { state: 'over' }
    await recordAct(ctx, client, { action: 'screen.claimed', target: { type: 'screen', id: screenId } })
    return { state: 'paired', secret, expiresAt: screen.expiresAt }
  })
}
