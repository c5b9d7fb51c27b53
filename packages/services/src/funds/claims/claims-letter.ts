import { add, type Decimal, parseDecimal } from '@counterfoil/settlement/funds'
import type { Language } from '../../evidence-package/section.ts'
import { settlementTools } from '../settlement-tools.ts'
import type { Claim } from './claim.ts'
import { fixed } from './claimed-sums.ts'
import { MOST_CLAIMS } from './read-claims.ts'

/** Everything the letter says, once on paper and once as a table. */
export interface ClaimsLetter {
  readonly acquirer: string
  readonly language: Language
  readonly merchantAccounts: readonly string[]
  readonly madeBy: string
  readonly madeAt: Date
  readonly claims: readonly Claim[]
  readonly totals: readonly ClaimTotal[]
  readonly cut: boolean
}

export interface ClaimTotal {
  readonly currency: string
  readonly items: number
  readonly difference: string
}

export function claimsLetter(found: readonly Claim[], head: Omit<ClaimsLetter, 'claims' | 'totals' | 'cut'>): ClaimsLetter {
  const claims = found.slice(0, MOST_CLAIMS)
  const totals = [...Map.groupBy(claims, ({ currency }) => currency)].map(([currency, some]) => ({
    currency,
    items: some.length,
    difference: fixed(
      some.reduce((sum: Decimal, { difference }) => add(sum, parseDecimal(difference) ?? ZERO), ZERO),
      settlementTools.minorUnitExponent(currency) ?? 2,
    ),
  }))
  return { ...head, claims, totals: totals.sort((a, b) => (a.currency < b.currency ? -1 : 1)), cut: found.length > MOST_CLAIMS }
}

const ZERO: Decimal = { units: 0n, scale: 0 }

/** In the place's own time, to the minute. */
export function timeOf({ happenedAt, timeZone }: Claim): string {
  if (happenedAt === null) return ''
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' }).format(
    happenedAt,
  )
}
