import type { PersonAccess, PersonRole, Reach } from '@counterfoil/services/permissions'

/** What is being filled in; it may not be whole yet. */
export interface AccessDraft {
  readonly role: PersonRole | null
  readonly reach: Reach | null
}

export const emptyDraft: AccessDraft = { role: null, reach: { kind: 'chain' } }

/** What was filled in, or null while something is missing. */
export function accessOf({ role, reach }: AccessDraft): PersonAccess | null {
  return role === null || reach === null ? null : { role, reach }
}
