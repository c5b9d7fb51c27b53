import type { PersonAccess, PersonRole, Reach } from '@counterfoil/services/permissions'

/** What is being filled in; it may not be whole yet. */
export interface AccessDraft {
  readonly role: PersonRole | null
  readonly reachKind: Reach['kind']
  readonly country: string | null
  /** `DE:Bayern`: regions of several countries may have one name. */
  readonly region: string | null
  readonly storeIds: readonly string[]
}

export const emptyDraft: AccessDraft = { role: null, reachKind: 'chain', country: null, region: null, storeIds: [] }

export function draftOf({ role, reach }: PersonAccess): AccessDraft {
  return {
    role,
    reachKind: reach.kind,
    country: reach.kind === 'country' ? reach.country : null,
    region: reach.kind === 'region' ? `${reach.country}:${reach.region}` : null,
    storeIds: reach.kind === 'stores' ? reach.storeIds.map(String) : [],
  }
}

/** What was filled in, or null while something is missing. */
export function accessOf(draft: AccessDraft): PersonAccess | null {
  const reach = reachOf(draft)
  return draft.role === null || reach === null ? null : { role: draft.role, reach }
}

function reachOf({ reachKind, country, region, storeIds }: AccessDraft): Reach | null {
  switch (reachKind) {
    case 'chain':
      return { kind: 'chain' }
    case 'country':
      return country === null ? null : { kind: 'country', country }
    case 'region': {
      const cut = region?.indexOf(':') ?? -1
      return region === null || cut < 0 ? null : { kind: 'region', country: region.slice(0, cut), region: region.slice(cut + 1) }
    }
    case 'stores':
      return storeIds.length === 0 ? null : { kind: 'stores', storeIds: storeIds.map(Number) }
  }
}
