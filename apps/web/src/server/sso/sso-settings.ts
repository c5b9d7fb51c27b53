import type { MfaRule } from './judge-claims.ts'

/** Single sign-on by OpenID Connect; off while none of these is set. */
export interface SsoSettings {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  /** What the button says. */
  readonly name: string
  readonly mfa: MfaRule
}

type Source = Readonly<Record<string, string | undefined>>

/** Reads `OIDC_*`. Null when single sign-on is off; otherwise every wrong or missing one is named in `problems`. */
export function readSsoSettings(source: Source): { readonly settings: SsoSettings | null; readonly problems: readonly string[] } {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_MFA_AMR, OIDC_MFA_ACR } = source
  if (!OIDC_ISSUER && !OIDC_CLIENT_ID && !OIDC_CLIENT_SECRET) return { settings: null, problems: [] }
  const problems: string[] = []
  const issuer = OIDC_ISSUER && URL.canParse(OIDC_ISSUER) ? new URL(OIDC_ISSUER) : null
  if (issuer === null || !isSafe(issuer))
    problems.push('OIDC_ISSUER: must be the https:// address of the identity provider (plain HTTP on this machine only)')
  if (!OIDC_CLIENT_ID) problems.push('OIDC_CLIENT_ID: is missing, but other OIDC_ settings are there')
  if (!OIDC_CLIENT_SECRET) problems.push('OIDC_CLIENT_SECRET: is missing, but other OIDC_ settings are there')
  const mfa = { amr: words(OIDC_MFA_AMR ?? (OIDC_MFA_ACR ? '' : 'mfa')), acr: words(OIDC_MFA_ACR ?? '') }
  if (mfa.amr.length === 0 && mfa.acr.length === 0)
    problems.push('OIDC_MFA_AMR, OIDC_MFA_ACR: both are empty, so that nobody could sign in; name what stands for two factors')
  if (problems.length > 0 || issuer === null || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return { settings: null, problems }
  const settings = { issuer, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET, name: OIDC_NAME || issuer.hostname, mfa }
  return { settings, problems }
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
