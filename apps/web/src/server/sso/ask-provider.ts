import type { Runtime } from '../context.ts'
import type { SsoRefusal } from './back-to-sign-in.ts'
import { type IdentityClaims, judgeClaims } from './judge-claims.ts'
import type { SsoAttempt } from './sso-attempts.ts'

export type ProviderAnswer =
  | { readonly ok: true; readonly subject: string; readonly email: string }
  | { readonly ok: false; readonly reason: SsoRefusal }

/** Trades the code of the address for an ID token, has it checked (signature, issuer, audience, times, nonce), and judges it. */
export async function askProvider(address: URL, attempt: SsoAttempt, runtime: Runtime): Promise<ProviderAnswer> {
  const { settings, sso } = runtime
  if (sso === null) return { ok: false, reason: 'refused' }
  try {
    const { client, configuration } = await sso.find()
    // As the browser and the provider know us, whatever a proxy made of it.
    const ours = new URL(`/api/sso/callback${address.search}`, settings.publicOrigin)
    const tokens = await client.authorizationCodeGrant(configuration, ours, {
      pkceCodeVerifier: attempt.verifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
      // A factor asked for anew must have been shown anew; some seconds for the way back.
      ...(attempt.sessionId === null ? {} : { maxAge: 0 }),
    })
    const claims = tokens.claims()
    if (claims === undefined) return { ok: false, reason: 'refused' }
    const told: IdentityClaims =
      claims.email === undefined
        ? { ...claims, ...addressOf(await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)) }
        : claims
    return judgeClaims(told, sso.settings.mfa)
  } catch (error) {
    runtime.logFault('single sign-on was refused', error)
    return { ok: false, reason: 'refused' }
  }
}

/** Of the user info only the address counts: how somebody signed in stands in the signed token. */
function addressOf({ email, email_verified }: { readonly email?: unknown; readonly email_verified?: unknown }) {
  return { email, email_verified }
}
