import { add, type Decimal, formatDecimal, parseDecimal, subtract } from '@counterfoil/settlement/funds'

interface Term {
  readonly term: string
  readonly amount: string
}

export interface IdentityTerms {
  readonly left: readonly Term[]
  readonly right: readonly Term[]
}

interface Kind {
  readonly kind: string
  readonly net: string
}

const ZERO: Decimal = { units: 0n, scale: 0 }
const exact = (text: string): Decimal => parseDecimal(text) ?? ZERO

/** Which of the identity's terms has the lines of a kind; all others are the net of its lines. */
const TERMS: Readonly<Record<string, string>> = { reserve: 'reserve', adjustment: 'adjustments', other: 'adjustments' }

/**
 * A run sums all lines of a payout up as one. Whoever looks at it sees what of that is held back or corrected in a term of its
 * own, as in the table of its lines. Where those lines are not what was summed up, the terms stay as they were written.
 */
export function splitLineNets({ left, right }: IdentityTerms, kinds: readonly Kind[]): IdentityTerms {
  const lines = kinds.filter(({ kind }) => kind !== 'payout')
  const whole = exact(left.find(({ term }) => term === 'line_nets')?.amount ?? '')
  if (subtract(sumOf(lines), whole).units !== 0n) return { left, right }
  const moved = Map.groupBy(lines, ({ kind }) => TERMS[kind] ?? 'line_nets')
  const split = ({ term, amount }: Term): Term => {
    const own = sumOf(moved.get(term) ?? [])
    return { term, amount: formatDecimal(term === 'line_nets' ? own : add(exact(amount), own)) }
  }
  return { left: left.map(split), right }
}

const sumOf = (kinds: readonly Kind[]): Decimal => kinds.reduce((sum, { net }) => add(sum, exact(net)), ZERO)
