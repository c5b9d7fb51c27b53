/** An exact decimal number: units / 10^scale. Amounts of files never pass through a floating-point number. */
export interface Decimal {
  readonly units: bigint
  /** Digits after the point, at most MAX_SCALE. */
  readonly scale: number
}

/** camt allows 5 decimals, banks write 13, exchange rates 15; more is no amount. */
const MAX_DIGITS = 40
const MAX_SCALE = 20
const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?$/
const powers: bigint[] = Array.from({ length: MAX_SCALE + 1 }, (_, exponent) => 10n ** BigInt(exponent))

export const ZERO: Decimal = { units: 0n, scale: 0 }

/** Digits with at most one point and a sign before them; undefined for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = PLAIN.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = ''] = match
  const digits = whole + fraction
  if (digits === '' || digits.length > MAX_DIGITS || fraction.length > MAX_SCALE) return undefined
  const units = BigInt(digits)
  return { units: sign === '-' ? -units : units, scale: fraction.length }
}

/** The shortest text with the same value: "27", "8.85", "-0.05". */
export function formatDecimal({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

export function add(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { units: a.units + b.units, scale: a.scale }
  const scale = Math.max(a.scale, b.scale)
  return { units: a.units * power(scale - a.scale) + b.units * power(scale - b.scale), scale }
}

export function negate({ units, scale }: Decimal): Decimal {
  return { units: -units, scale }
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b))
}

export function isZero({ units }: Decimal): boolean {
  return units === 0n
}

export function isEqual(a: Decimal, b: Decimal): boolean {
  return isZero(subtract(a, b))
}

/** An integer of minor units as a decimal of major units: 8420 with exponent 2 is 84.20. */
export function fromMinorUnits(units: bigint, exponent: number): Decimal {
  return { units, scale: exponent }
}

/** Whole minor units, or undefined where the amount has a part of one: who rounds has to say how. */
export function toMinorUnits({ units, scale }: Decimal, exponent: number): bigint | undefined {
  if (scale <= exponent) return units * power(exponent - scale)
  const divisor = power(scale - exponent)
  return units % divisor === 0n ? units / divisor : undefined
}

function power(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent)
}
