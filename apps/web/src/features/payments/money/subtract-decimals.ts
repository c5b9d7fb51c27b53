/** a − b of exact decimal texts; no amount passes through a floating-point number. */
export function subtractDecimals(a: string, b: string): string {
  const scale = Math.max(fractionOf(a), fractionOf(b))
  const units = unitsOf(a, scale) - unitsOf(b, scale)
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return units < 0n ? `-${text}` : text
}

const fractionOf = (text: string): number => text.split('.')[1]?.length ?? 0
const unitsOf = (text: string, scale: number): bigint => BigInt(text.replace('.', '') + '0'.repeat(scale - fractionOf(text)))
