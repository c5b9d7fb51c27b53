import type { Access } from '@counterfoil/services/permissions'

/** Who asks. Made in one place from the session's row, never from anything the caller sends. */
export interface Person {
  readonly id: string
  readonly sessionId: string
  readonly name: string
  readonly email: string
  /** False until this session has shown password and second factor: then only the enrolment page may be reached. */
  readonly bothFactors: boolean
  /** What they may do and where, read anew at every request. */
  readonly access: Access
}
