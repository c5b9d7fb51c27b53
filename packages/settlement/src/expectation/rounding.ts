import type { Decimal } from '../decimal.ts'

/** Half away from zero, as acquirers round. */
export function roundTo({ units, scale }: Decimal, digits: number): Decimal {
  if (scale <= digits) return { units, scale }
  const divisor = 10n ** BigInt(scale - digits)
  const half = divisor / 2n
  return { units: (units < 0n ? units - half : units + half) / divisor, scale: digits }
}
