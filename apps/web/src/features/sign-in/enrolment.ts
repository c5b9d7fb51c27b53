/** What better-auth answers when enrolment begins. */
export interface Enrolment {
  readonly totpURI: string
  readonly backupCodes: readonly string[]
}

/** Whose account an otpauth URI is for: what stands after "Counterfoil:". */
export function accountOf(totpUri: string): string {
  return decodeURIComponent(new URL(totpUri).pathname).split(':').at(-1) ?? ''
}

/** The secret of an otpauth URI in groups of four, as people type it. */
export function secretOf(totpUri: string): string {
  const secret = new URL(totpUri).searchParams.get('secret') ?? ''
  return secret.match(/.{1,4}/g)?.join(' ') ?? ''
}
