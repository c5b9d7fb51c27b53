import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { ownSession } from '../own-account/own-session.ts'
import type { FactorKit } from '../sign-in/factor-kit.ts'
import { CHALLENGE_MS, createChallenge, takeChallenge } from './challenges.ts'
import { EnrolmentResponse, readClientData } from './passkey-json.ts'
import { PasskeyName } from './passkey-name.ts'

const MOST_PASSKEYS = 20
/** EdDSA, ES256 and RS256 (IANA's COSE algorithms): what authenticators have. */
const ALGORITHMS = [-8, -7, -257]

/** What a browser needs to make a passkey for one's own account. */
export async function beginPasskey(ctx: ServiceContext, { site }: FactorKit): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { userId, sessionId } = ownSession(ctx)
  const user = await ctx.db.user.findUnique({ where: { id: userId }, include: { passkeys: true } })
  if (user === null) throw new ServiceError('not_found', 'Your account is not there any more.')
  if (user.passkeys.length >= MOST_PASSKEYS)
    throw new ServiceError('conflict', `An account has at most ${MOST_PASSKEYS} passkeys. Remove one first.`, {
      reason: 'too_many_passkeys',
    })
  const { challenge } = await createChallenge(ctx, 'enrolment', sessionId)
  await recordAct(ctx, ctx.pool, {
    action: 'factor.begun',
    target: { type: 'person', id: userId },
    after: { factor: 'passkey' },
  })
  return generateRegistrationOptions({
    rpID: site.id,
    rpName: site.name,
    userID: new Uint8Array(Buffer.from(userId)),
    userName: user.email,
    userDisplayName: user.name,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: CHALLENGE_MS,
    // What maker it is of would say more about the person than we need to know.
    attestationType: 'none',
    excludeCredentials: user.passkeys.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString('base64url'),
      transports,
    })),
    // Kept on the authenticator, so that signing in asks for no address; behind its PIN or fingerprint, so that it is two factors.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
}

export const FinishPasskeyInput = z.strictObject({ name: PasskeyName, response: EnrolmentResponse })

/** Takes a passkey into use that an authenticator has made for our site, verifying its holder. */
export async function finishPasskey(
  ctx: ServiceContext,
  { site }: FactorKit,
  { name, response }: z.infer<typeof FinishPasskeyInput>,
): Promise<{ readonly id: string }> {
  const { userId, sessionId } = ownSession(ctx)
  const target = { type: 'person', id: userId }
  const told = readClientData(response.response.clientDataJSON)
  if (told === null || !(await takeChallenge(ctx, 'enrolment', told.challenge, { sessionId, userId })))
    throw new ServiceError('conflict', 'This took too long, or was answered before. Begin again.', {
      reason: 'passkey_challenge_unknown',
    })
  const made = await verify(site, told.challenge, response)
  if (made === null) {
    const failed = { action: 'factor.failed', target, outcome: 'failed', reason: 'passkey_invalid' } as const
    await recordAct(ctx, ctx.pool, { ...failed, after: { factor: 'passkey', new: true } })
    throw new ServiceError('invalid', 'This passkey cannot be used: it must be made here, and ask for a PIN or fingerprint.', {
      reason: 'passkey_invalid',
    })
  }
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      `insert into passkey (id, user_id, name, credential_id, public_key, sign_count, transports, backed_up, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (credential_id) do nothing`,
      [id, userId, name, made.credentialId, made.publicKey, made.signCount, made.transports, made.backedUp, ctx.now()],
    )
    if (rowCount !== 1) throw new ServiceError('conflict', 'This passkey is in use already.', { reason: 'passkey_in_use' })
    await recordAct(ctx, client, {
      action: 'factor.added',
      target,
      after: { factor: 'passkey', passkey: id, backedUp: made.backedUp },
      personal: { name },
    })
  })
  return { id }
}

async function verify(site: FactorKit['site'], expectedChallenge: string, { response, ...rest }: EnrolmentResponse) {
  const { transports = [], ...told } = response
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...rest, response: told, clientExtensionResults: {} },
      expectedChallenge,
      expectedOrigin: [...site.origins],
      expectedRPID: site.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified || registrationInfo === undefined) return null
    const { credential, credentialBackedUp } = registrationInfo
    return {
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      signCount: credential.counter,
      transports,
      backedUp: credentialBackedUp,
    }
  } catch {
    return null
  }
}
