import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { ServiceContext } from '../context.ts'
import type { FactorKit } from '../sign-in/factor-kit.ts'
import { type Answering, takeChallenge } from './challenges.ts'
import { type AssertionResponse, readClientData } from './passkey-json.ts'

/** Why a passkey was refused, for the record. */
export type PasskeyProblem =
  /** Never asked, asked of somebody else, answered before, or too long ago. */
  | 'passkey_challenge_unknown'
  | 'passkey_unknown'
  /** Another site's, without its holder being verified, or with a signature that is not its own. */
  | 'passkey_invalid'
  /** Its count did not rise: there are two of it. */
  | 'passkey_cloned'

export type CheckedPasskey =
  | { readonly problem: PasskeyProblem }
  | { readonly problem: null; readonly passkeyId: string; readonly userId: string }

interface PasskeyRow {
  readonly id: string
  readonly userId: string
  readonly publicKey: Buffer
}

/** Whose passkey an id is; null for one nobody has any more. */
export async function findPasskey(ctx: Pick<ServiceContext, 'pool'>, credentialId: string): Promise<PasskeyRow | null> {
  const { rows } = await ctx.pool.query<PasskeyRow>(
    'select id, user_id as "userId", public_key as "publicKey" from passkey where credential_id = $1',
    [Buffer.from(credentialId, 'base64url')],
  )
  return rows[0] ?? null
}

/** Checks what an authenticator signed: for our site, for a challenge of ours not answered before, by a holder it has verified. */
export async function checkAssertion(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  { site }: Pick<FactorKit, 'site'>,
  purpose: 'sign_in' | 'factor',
  answering: Answering,
  response: AssertionResponse,
): Promise<CheckedPasskey> {
  const told = readClientData(response.response.clientDataJSON)
  if (told === null || !(await takeChallenge(ctx, purpose, told.challenge, answering)))
    return { problem: 'passkey_challenge_unknown' }
  const passkey = await findPasskey(ctx, response.id)
  if (passkey === null || ('userId' in answering && passkey.userId !== answering.userId)) return { problem: 'passkey_unknown' }
  const signCount = await verify(site, told.challenge, passkey, response)
  if (signCount === null) return { problem: 'passkey_invalid' }
  // WebAuthn level 2, 7.2, step 21; an authenticator that does not count says 0 always.
  const { rowCount } = await ctx.pool.query(
    `update passkey set sign_count = $2, last_used_at = $3
     where id = $1 and (sign_count < $2 or (sign_count = 0 and $2 = 0))`,
    [passkey.id, signCount, ctx.now()],
  )
  return rowCount === 1 ? { problem: null, passkeyId: passkey.id, userId: passkey.userId } : { problem: 'passkey_cloned' }
}

/** The count the authenticator tells; null for anything that is not in order. */
async function verify(
  site: FactorKit['site'],
  expectedChallenge: string,
  { publicKey }: PasskeyRow,
  { clientExtensionResults: _unread, ...response }: AssertionResponse,
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge,
      expectedOrigin: [...site.origins],
      expectedRPID: site.id,
      // The count is compared where it is written, or two at once could both be right.
      credential: { id: response.id, publicKey: new Uint8Array(publicKey), counter: 0 },
      requireUserVerification: true,
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}
