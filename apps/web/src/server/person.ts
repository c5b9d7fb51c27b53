import type { Factor } from '@counterfoil/services'
import type { Access } from '@counterfoil/services/permissions'

/** Who asks with a session. Made in one place from the session's row, never from anything the caller sends. */
export interface Person {
  readonly kind: 'person'
  readonly id: string
  readonly sessionId: string
  readonly name: string
  readonly email: string
  /** False until this session has shown password and second factor: then only the enrolment page may be reached. */
  readonly bothFactors: boolean
  /** The kinds of factors this session has shown, and when the last of them was. */
  readonly factors: readonly Factor[]
  readonly factorShownAt: Date | null
  /** Did nothing for fifteen minutes: until a factor is shown again they may do what a wall screen may. */
  readonly idle: boolean
  /** From when that is counted: what they did last, or their sign-in. */
  readonly lastActionAt: Date
  /** What they may do and where, read anew at every request. */
  readonly access: Access
}

/** What asks by itself: a program with an API token, a screen on a wall. */
export interface Thing {
  readonly kind: 'token' | 'screen'
  readonly id: string
  readonly name: string
  readonly access: Access
}

export type Asker = Person | Thing
