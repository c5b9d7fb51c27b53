import { add, type Decimal, isZero, negate, subtract, ZERO } from '../decimal.ts'

/** A sum that has to come out the same on both sides, with its parts, so that a person or a verifier can add it up again. */
export interface Identity {
  readonly name: 'batch' | 'bank_line' | 'sales_day' | 'funds' | 'statement'
  readonly about: string
  readonly left: readonly Term[]
  readonly right: readonly Term[]
  readonly residue: Decimal
  readonly holds: boolean
}
export interface Term {
  readonly term: string
  readonly amount: Decimal
}

const total = (terms: readonly Term[]): Decimal => terms.reduce((sum, { amount }) => add(sum, amount), ZERO)

function check(
  name: Identity['name'],
  about: string,
  left: readonly Term[],
  right: readonly Term[],
  allowed: Decimal = ZERO,
): Identity {
  const residue = subtract(total(left), total(right))
  const size = residue.units < 0n ? negate(residue) : residue
  return { name, about, left, right, residue, holds: isZero(residue) || subtract(size, allowed).units <= 0n }
}

export interface BatchSums {
  readonly batch: string
  readonly lines: number
  readonly lineNets: Decimal
  readonly adjustments: Decimal
  readonly reserve: Decimal
  /** Carried in from the batch before, and out to the one after. */
  readonly carriedIn: Decimal
  readonly carriedOut: Decimal
  readonly payout: Decimal
  /** Digits of the currency's minor unit. */
  readonly exponent: number
}

/** Σ line nets + adjustments − reserve = payout. What rounding at the payout may leave is half a minor unit for each line. */
export function checkBatch(sums: BatchSums): Identity {
  const allowed = isWhole(sums.lineNets, sums.exponent) ? ZERO : { units: BigInt(sums.lines) * 5n, scale: sums.exponent + 1 }
  return check(
    'batch',
    sums.batch,
    [
      { term: 'line_nets', amount: sums.lineNets },
      { term: 'adjustments', amount: sums.adjustments },
      { term: 'carried_in', amount: sums.carriedIn },
      { term: 'reserve', amount: negate(sums.reserve) },
    ],
    [
      { term: 'payout', amount: sums.payout },
      { term: 'carried_out', amount: sums.carriedOut },
    ],
    allowed,
  )
}

const isWhole = ({ units, scale }: Decimal, exponent: number): boolean =>
  scale <= exponent || units % 10n ** BigInt(scale - exponent) === 0n

/** Σ allocations on a bank line = its amount or an open difference. */
export const checkBankLine = (
  line: string,
  allocated: Decimal,
  openDifference: Decimal,
  amount: Decimal,
  allowed: Decimal = ZERO,
): Identity =>
  check(
    'bank_line',
    line,
    [
      { term: 'allocated', amount: allocated },
      { term: 'open_difference', amount: openDifference },
    ],
    [{ term: 'line', amount }],
    allowed,
  )

export interface StatementSums {
  readonly about: string
  readonly opening: Decimal
  readonly credits: Decimal
  /** Below zero. */
  readonly debits: Decimal
  readonly closing: Decimal
}

/** Opening + booked entries = closing, of the rows that are kept of it. */
export const checkStatement = ({ about, opening, credits, debits, closing }: StatementSums): Identity =>
  check(
    'statement',
    about,
    [
      { term: 'opening', amount: opening },
      { term: 'credits', amount: credits },
      { term: 'debits', amount: debits },
    ],
    [{ term: 'closing', amount: closing }],
  )

export interface SalesDaySums {
  readonly about: string
  readonly authorised: Decimal
  readonly voided: Decimal
  readonly settledGross: Decimal
  readonly missing: Decimal
  readonly inFlight: Decimal
  /** Settled less authorised of linked pairs: short below zero, over above. */
  readonly differences: Decimal
  /** What contracts let pass without a word. */
  readonly allowed?: Decimal
}

/** Per acquirer, store and sales day: authorised − voided = settled gross + missing + in flight, but for what was short or over. */
export const checkSalesDay = (sums: SalesDaySums): Identity =>
  check(
    'sales_day',
    sums.about,
    [
      { term: 'authorised', amount: sums.authorised },
      { term: 'voided', amount: negate(sums.voided) },
    ],
    [
      { term: 'settled_gross', amount: sums.settledGross },
      { term: 'differences', amount: negate(sums.differences) },
      { term: 'missing', amount: sums.missing },
      { term: 'in_flight', amount: sums.inFlight },
    ],
    sums.allowed,
  )

export interface FundsSums {
  readonly about: string
  readonly settledGross: Decimal
  readonly fees: Decimal
  readonly refunds: Decimal
  readonly chargebacks: Decimal
  /** Held above zero, released below. */
  readonly reserve: Decimal
  readonly adjustments: Decimal
  /** What was too little to be sent waits for a later day: carried from earlier ones, and to one. */
  readonly carriedIn?: Decimal
  readonly carriedOut?: Decimal
  readonly arrived: Decimal
  readonly inTransit: Decimal
  readonly missingInBank: Decimal
  readonly short: Decimal
  /** Rounding of parts of a minor unit, and what contracts let pass. */
  readonly allowed?: Decimal
}

/** Settled gross − fees − refunds − chargebacks ± reserve ± adjustments = arrived + in transit + missing in bank + short. */
export const checkFunds = (sums: FundsSums): Identity =>
  check(
    'funds',
    sums.about,
    [
      { term: 'settled_gross', amount: sums.settledGross },
      { term: 'fees', amount: negate(sums.fees) },
      { term: 'refunds', amount: negate(sums.refunds) },
      { term: 'chargebacks', amount: negate(sums.chargebacks) },
      { term: 'reserve', amount: negate(sums.reserve) },
      { term: 'adjustments', amount: sums.adjustments },
      { term: 'carried_in', amount: sums.carriedIn ?? ZERO },
    ],
    [
      { term: 'arrived', amount: sums.arrived },
      { term: 'in_transit', amount: sums.inTransit },
      { term: 'missing_in_bank', amount: sums.missingInBank },
      { term: 'short', amount: sums.short },
      { term: 'carried_out', amount: sums.carriedOut ?? ZERO },
    ],
    sums.allowed,
  )
