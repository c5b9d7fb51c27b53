import type { PersonRole } from '../permissions/permission-table.ts'
import type { Reach } from '../permissions/reach.ts'

export type ItemKind = 'person' | 'invitation' | 'token' | 'screen' | 'break_glass'

/** As it was when the review was opened; which of these there are depends on the kind. */
export interface ItemFacts {
  readonly state?: 'active' | 'disabled'
  readonly role?: PersonRole
  readonly reach?: Reach
  readonly password?: boolean
  readonly authenticator?: boolean
  readonly passkeys?: number
  readonly linkUsed?: boolean
  readonly ending?: string
  readonly createdAtMs?: number | null
  readonly usedAtMs?: number | null
  readonly lastSeenAtMs?: number | null
  readonly lastUsedAtMs?: number | null
  readonly expiresAtMs?: number | null
}

export interface ItemDecision {
  readonly decision: 'keep' | 'remove'
  readonly reason: string
  readonly at: Date
  readonly by: { readonly id: string; readonly name: string }
  /** The signer confirmed it by signing, because nobody else could decide. */
  readonly withSignature: boolean
}

export interface ReviewSubject {
  readonly kind: ItemKind
  readonly subjectId: string
  /** Whose access it is: nobody decides about their own. */
  readonly personId: string | null
  /** As it is called now: names are kept where they can be erased. */
  readonly name: string
  readonly detail: string | null
  readonly facts: ItemFacts
}

export interface ReviewItem extends ReviewSubject {
  readonly id: string
  /** Oldest first; the last one counts. */
  readonly decisions: readonly ItemDecision[]
}
