import { checkApproval } from '@counterfoil/audit'
import type { Approval } from '@counterfoil/protocol'
import type pg from 'pg'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { AssertionResponse } from '../passkeys/passkey-json.ts'
import type { KeptRoster } from './read-roster.ts'

export const AssertionInput = z.strictObject({ response: AssertionResponse })

/** Where the counter stands in an authenticator's data (WebAuthn level 2, 6.1). */
const COUNTER_AT = 33

/**
 * The actor's passkey over this text, as it will travel: checked as every agent will check it, and its count compared with the
 * last one. Throws `forbidden` with the fault.
 */
export async function takeApproval(
  { actor }: Pick<ServiceContext, 'actor'>,
  client: Pick<pg.PoolClient, 'query'>,
  { roster }: KeptRoster,
  text: string,
  { id, response }: z.output<typeof AssertionResponse>,
): Promise<Approval> {
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only people have passkeys.')
  const approval: Approval = {
    person: `user:${actor.id}`,
    credentialId: id,
    authenticatorData: response.authenticatorData,
    clientData: response.clientDataJSON,
    signature: response.signature,
  }
  const fault = checkApproval(text, approval, roster.site, roster.members)
  if (fault !== null)
    throw new ServiceError('forbidden', `This passkey’s word does not count: ${fault}.`, { reason: `approval_${fault}` })
  const count = Buffer.from(response.authenticatorData, 'base64url').readUInt32BE(COUNTER_AT)
  const { rowCount } = await client.query(
    `update passkey set sign_count = $3 where credential_id = $1 and user_id = $2 and (sign_count < $3 or (sign_count = 0 and $3 = 0))`,
    [Buffer.from(id, 'base64url'), actor.id, count],
  )
  if (rowCount !== 1)
    throw new ServiceError('forbidden', 'This passkey is not yours any more, or there are two of it.', {
      reason: 'approval_passkey_gone',
    })
  return approval
}
