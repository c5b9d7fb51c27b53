import { add, type Decimal, type ExceptionCode, fromMinorUnits, parseDecimal, subtract } from '@counterfoil/settlement/funds'
import { settlementTools } from '../settlement-tools.ts'
import type { Claim } from './claim.ts'
import type { RowsOfClaim } from './claim-rows.ts'

const ZERO: Decimal = { units: 0n, scale: 0 }
const exact = (text: string | null): Decimal => (text === null ? ZERO : (parseDecimal(text) ?? ZERO))

/** What should have come, what came, and the difference: below zero is owed to us. */
export function claimedSums(
  { code, currency }: { readonly code: ExceptionCode; readonly currency: string },
  { payments, lines, payouts, bankLines }: RowsOfClaim,
): Pick<Claim, 'expected' | 'received' | 'difference'> {
  const exponent = settlementTools.minorUnitExponent(currency) ?? 2
  const sum = (amounts: readonly Decimal[]) => amounts.reduce(add, ZERO)
  const minor = (amounts: readonly number[]) => sum(amounts.map((amount) => fromMinorUnits(BigInt(amount), exponent)))
  const told = (expected: Decimal, received: Decimal, difference = subtract(received, expected)) => ({
    expected: fixed(expected, exponent),
    received: fixed(received, exponent),
    difference: fixed(difference, exponent),
  })
  if (code === 'FEE_DEVIATES') {
    const expected = sum(payments.map(({ fee }) => exact(fee)))
    const taken = sum(lines.map(({ fees }) => exact(fees)))
    // A fee is what the acquirer keeps: more of it is less for us.
    return told(expected, taken, subtract(expected, taken))
  }
  if (code === 'BATCH_DOES_NOT_TIE')
    return told(sum(payouts.map(({ net }) => exact(net))), minor(payouts.map(({ amountMinor }) => amountMinor)))
  if (payments.length > 0 || lines.length > 0)
    return told(minor(payments.map(({ amountMinor }) => amountMinor)), minor(lines.map(({ grossMinor }) => grossMinor)))
  if (payouts.length > 0)
    return told(minor(payouts.map(({ amountMinor }) => amountMinor)), minor(payouts.map(({ arrivedMinor }) => arrivedMinor)))
  return told(ZERO, minor(bankLines.map(({ amountMinor }) => amountMinor)))
}

/** With all digits of the currency, and more where a fee has more. */
export function fixed(amount: Decimal, exponent: number): string {
  let { units, scale } = amount
  for (; scale > exponent && units % 10n === 0n; scale -= 1) units /= 10n
  for (; scale < exponent; scale += 1) units *= 10n
  const text = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const sign = units < 0n ? '-' : ''
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}
