import type { WatchScope } from '@counterfoil/protocol'

export const scopeParameter = 'scope'
export const wholeChain: WatchScope = { kind: 'chain' }

/** `country:DE`, `region:DE:Bayern`, `store:17`; anything else is the whole chain, so that an old link still opens. */
export function parseScope(text: string | null | undefined): WatchScope {
  const [kind, first = '', ...rest] = (text ?? '').split(':')
  switch (kind) {
    case 'country':
      return /^[A-Z]{2}$/.test(first) ? { kind, country: first } : wholeChain
    case 'region': {
      const region = rest.join(':')
      return /^[A-Z]{2}$/.test(first) && region !== '' && region.length <= 60 ? { kind, country: first, region } : wholeChain
    }
    case 'store':
      return /^\d{1,9}$/.test(first) ? { kind, storeId: Number(first) } : wholeChain
    default:
      return wholeChain
  }
}

/** null for the whole chain: then the address needs no parameter. */
export function formatScope(scope: WatchScope): string | null {
  switch (scope.kind) {
    case 'chain':
      return null
    case 'country':
      return `country:${scope.country}`
    case 'region':
      return `region:${scope.country}:${scope.region}`
    case 'store':
      return `store:${scope.storeId}`
  }
}

/** The address of another page within the same scope. */
export function hrefInScope(href: string, scope: WatchScope): string {
  const text = formatScope(scope)
  if (text === null) return href
  const [path = '', query = ''] = href.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set(scopeParameter, text)
  return `${path}?${parameters}`
}
