import type { WatchScope } from '@counterfoil/protocol'

/** Condition over `store s` with constant text, so that PostgreSQL keeps one plan; the values come from `scopeValues`. */
export const scopeCondition =
  '($1::text is null or s.country = $1) and ($2::text is null or s.region = $2) and ($3::int is null or s.id = $3)'

export function scopeValues(scope: WatchScope): [string | null, string | null, number | null] {
  switch (scope.kind) {
    case 'chain':
      return [null, null, null]
    case 'country':
      return [scope.country, null, null]
    case 'region':
      return [scope.country, scope.region, null]
    case 'store':
      return [null, null, scope.storeId]
  }
}
