export { minorUnitExponent } from '@counterfoil/protocol/currency-exponents'

type DecimalText = `${number}`

/** 8420 with exponent 2 becomes "84.20". Text all the way: no amount passes through a floating-point number. */
export function minorToDecimal(amountMinor: number | bigint, exponent: number): DecimalText {
  const amount = BigInt(amountMinor)
  const digits = (amount < 0n ? -amount : amount).toString().padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const fraction = exponent > 0 ? `.${digits.slice(-exponent)}` : ''
  return `${amount < 0n ? '-' : ''}${whole}${fraction}` as DecimalText
}
