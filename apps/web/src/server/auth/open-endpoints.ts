/** Below this, better-auth answers. */
export const authBasePath = '/api/auth'

/**
 * What a browser may ask of better-auth; everything else it has (sign-up, changing factors, listing sessions, one-time codes by
 * mail) is not reachable at all.
 */
export const openEndpoints = {
  signIn: '/sign-in/email',
  signOut: '/sign-out',
  enrolTotp: '/two-factor/enable',
  verifyTotp: '/two-factor/verify-totp',
  verifyRecoveryCode: '/two-factor/verify-backup-code',
  passkeyOptions: '/passkey/options',
  passkeySignIn: '/passkey/sign-in',
} as const

const names = Object.keys(openEndpoints) as (keyof typeof openEndpoints)[]

export function findOpenEndpoint(pathname: string): keyof typeof openEndpoints | undefined {
  return names.find((name) => pathname === authBasePath + openEndpoints[name])
}
