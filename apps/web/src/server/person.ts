/** Who asks. Made in one place from the session's row, never from anything the caller sends. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  /** False until the authenticator app is confirmed: then only the enrolment page may be reached. */
  readonly twoFactorEnabled: boolean
}
