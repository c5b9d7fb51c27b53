import { add, type Decimal, formatDecimal, ZERO } from '../decimal.ts'

/** The sum of what is picked of each, as text. */
export function sumBy<T>(items: readonly T[], pick: (item: T) => Decimal | null): string {
  return formatDecimal(items.reduce<Decimal>((sum, item) => add(sum, pick(item) ?? ZERO), ZERO))
}
