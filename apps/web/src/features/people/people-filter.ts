import { type PersonRole, personRoles } from '@counterfoil/services/roles'

/** What narrows the list, as it stands in the address. */
export interface PeopleFilter {
  readonly search: string
  readonly state: 'active' | 'disabled' | undefined
  readonly role: PersonRole | undefined
}

export const peopleFilterNames = ['search', 'state', 'role'] as const

/** Anything that is none of the choices narrows nothing. */
export function parsePeopleFilter(read: (name: string) => string | null): PeopleFilter {
  const state = read('state')
  const role = read('role')
  return {
    search: (read('search') ?? '').slice(0, 100),
    state: state === 'active' || state === 'disabled' ? state : undefined,
    role: personRoles.find((one) => one === role),
  }
}

/** The filter as the procedure takes it. */
export function listInput({ search, state, role }: PeopleFilter) {
  return {
    ...(search.trim() === '' ? {} : { search: search.trim() }),
    ...(state === undefined ? {} : { state }),
    ...(role === undefined ? {} : { role }),
  }
}
