import type { Env } from '../../env.ts'
import { attemptCookie } from './sso-cookie.ts'

/** Why nobody was signed in; the sign-in page has words for each. */
export type SsoRefusal =
  | 'provider_away'
  | 'attempt_over'
  | 'refused'
  | 'email_unverified'
  | 'mfa_missing'
  | 'no_account'
  | 'account_disabled'
  | 'other_identity'
  | 'signed_out'

export function backToSignIn(settings: Pick<Env, 'publicOrigin'>, reason: SsoRefusal): Response {
  return new Response(null, {
    status: 303,
    headers: {
      Location: `${settings.publicOrigin}/sign-in?sso=${reason}`,
      'Set-Cookie': attemptCookie(settings, null),
      'Cache-Control': 'no-store',
    },
  })
}
