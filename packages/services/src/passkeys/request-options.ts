import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import type { FactorKit } from '../sign-in/factor-kit.ts'
import { CHALLENGE_MS, createChallenge } from './challenges.ts'

export type { PublicKeyCredentialRequestOptionsJSON }

/** What a browser needs to let somebody sign in with a passkey of our site, whoever they are; it keeps `challengeId`. */
export async function createSignInOptions(
  ctx: Pick<ServiceContext, 'pool' | 'now' | 'newId'>,
  { site }: Pick<FactorKit, 'site'>,
): Promise<{ readonly challengeId: string; readonly options: PublicKeyCredentialRequestOptionsJSON }> {
  const { id, challenge } = await createChallenge(ctx, 'sign_in', null)
  return { challengeId: id, options: await optionsFor(site, challenge, []) }
}

/** The same within a session, for one of that person's passkeys. */
export async function createFactorOptions(
  ctx: ServiceContext,
  { site }: Pick<FactorKit, 'site'>,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only people have passkeys.')
  const passkeys = await ctx.db.passkey.findMany({ where: { userId: actor.id } })
  if (passkeys.length === 0)
    throw new ServiceError('conflict', 'Your account has no passkey. Use the code from your app.', { reason: 'no_passkey' })
  const { challenge } = await createChallenge(ctx, 'factor', actor.sessionId)
  return optionsFor(
    site,
    challenge,
    passkeys.map(({ credentialId, transports }) => ({ id: Buffer.from(credentialId).toString('base64url'), transports })),
  )
}

function optionsFor(
  site: FactorKit['site'],
  challenge: string,
  allowCredentials: { id: string; transports: string[] }[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: site.id,
    // Bytes: a text would be encoded once more.
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    allowCredentials,
    userVerification: 'required',
    timeout: CHALLENGE_MS,
  })
}
