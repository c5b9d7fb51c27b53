import { add, type Decimal, isEqual, ZERO } from '../../decimal.ts'
import type { Entry, ParseSink } from '../../model.ts'

/** Counts, for one notice a statement, entries whose details are fewer, or other money, than the entry. */
export class DetailCheck {
  private fewer = 0
  private other = 0
  private firstLine: number | null = null

  add(entry: Entry): void {
    const fewer = entry.batch?.count !== null && entry.batch !== null && entry.batch.count !== entry.details.length
    const other = !fewer && entry.details.length > 0 && differs(entry)
    if (fewer) this.fewer += 1
    if (other) this.other += 1
    if (fewer || other) this.firstLine ??= entry.at.line
  }

  tell(sink: ParseSink): void {
    const parts = [
      this.fewer > 0 ? `${this.fewer} entries say they book another number of transactions than are delivered` : '',
      this.other > 0 ? `the details of ${this.other} entries come to another amount than the entry` : '',
    ].filter(Boolean)
    if (parts.length === 0) return
    const message = `${parts.join('; ')}: the amount of the entry counts`
    sink.warn({ code: 'batch-details', severity: 'notice', line: this.firstLine, message })
  }
}

/** Charges may be inside the entry or beside it. */
function differs(entry: Entry): boolean {
  if (entry.details.some(({ amount, currency }) => amount === null || currency !== entry.currency)) return false
  const signed = (amount: Decimal, direction: Entry['direction']): Decimal =>
    direction === entry.direction ? amount : { units: -amount.units, scale: amount.scale }
  const sum = entry.details.reduce((total, { amount, direction }) => add(total, signed(amount ?? ZERO, direction)), ZERO)
  const charges = [...entry.charges, ...entry.details.flatMap((detail) => detail.charges)].reduce(
    (total, { amount }) => add(total, amount),
    ZERO,
  )
  const minus = { units: -charges.units, scale: charges.scale }
  return ![sum, add(sum, charges), add(sum, minus)].some((possible) => isEqual(possible, entry.amount))
}
