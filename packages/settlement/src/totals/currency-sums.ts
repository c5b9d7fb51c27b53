import { add, type Decimal, formatDecimal, ZERO } from '../decimal.ts'

/** Sums by currency: amounts of different currencies are never added. */
export class CurrencySums {
  private readonly sums = new Map<string, Decimal>()

  add(currency: string | null, amount: Decimal): void {
    const key = currency ?? UNKNOWN_CURRENCY
    this.sums.set(key, add(this.sums.get(key) ?? ZERO, amount))
  }

  of(currency: string | null): Decimal {
    return this.sums.get(currency ?? UNKNOWN_CURRENCY) ?? ZERO
  }

  get currencies(): string[] {
    return [...this.sums.keys()]
  }

  format(): Record<string, string> {
    return Object.fromEntries([...this.sums].map(([currency, sum]) => [currency, formatDecimal(sum)]))
  }
}

/** ISO 4217: no currency is involved. */
export const UNKNOWN_CURRENCY = 'XXX'
