import { type Decimal, toMinorUnits } from '../decimal.ts'
import { roundTo } from '../expectation/rounding.ts'

/** Whole minor units as a number; a part of one, which only fees and what is left of them have, is rounded half away from zero. */
export function minorAmount(amount: Decimal, exponent: number): number {
  const minor = Number(toMinorUnits(roundTo(amount, exponent), exponent) ?? 0n)
  if (!Number.isSafeInteger(minor)) throw new RangeError('an amount beyond any that is paid')
  return minor
}
