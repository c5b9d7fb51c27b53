/** What of an ID token counts; everything else in it is ignored. */
export interface IdentityClaims {
  readonly sub: string
  readonly email?: unknown
  readonly email_verified?: unknown
  /** RFC 8176: the ways somebody was authenticated, e.g. `pwd`, `otp`, `mfa`. */
  readonly amr?: unknown
  readonly acr?: unknown
}

/** How the chain's provider says that two kinds of factors were shown; either is enough. */
export interface MfaRule {
  readonly amr: readonly string[]
  readonly acr: readonly string[]
}

export type JudgedClaims =
  | { readonly ok: true; readonly subject: string; readonly email: string }
  | { readonly ok: false; readonly reason: 'email_unverified' | 'mfa_missing' }

/**
 * Whether the provider vouches for a verified address and for two factors. A claim of the wrong type vouches for nothing: some
 * providers send `"true"` as text for addresses that people typed themselves.
 */
export function judgeClaims({ sub, email, email_verified, amr, acr }: IdentityClaims, mfa: MfaRule): JudgedClaims {
  if (typeof email !== 'string' || email_verified !== true) return { ok: false, reason: 'email_unverified' }
  const ways: readonly unknown[] = Array.isArray(amr) ? amr : []
  const vouched = mfa.amr.some((way) => ways.includes(way)) || (typeof acr === 'string' && mfa.acr.includes(acr))
  if (!vouched) return { ok: false, reason: 'mfa_missing' }
  return { ok: true, subject: sub, email: email.toLowerCase() }
}
