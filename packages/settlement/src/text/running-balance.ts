import { add, type Decimal, isEqual, negate } from '../decimal.ts'
import type { ParseSink, Position } from '../model.ts'

/** balance before + movement = balance after, line by line; files have the oldest or the newest line first. */
export class RunningBalance {
  private before: { readonly balance: Decimal; readonly movement: Decimal } | null = null
  private readonly breaks = { oldestFirst: 0, newestFirst: 0 }
  private readonly firstBreak: { oldestFirst?: Position; newestFirst?: Position } = {}

  add(at: Position, movement: Decimal, balance: Decimal): void {
    const { before } = this
    this.before = { balance, movement }
    if (before === null) return
    if (!isEqual(add(before.balance, movement), balance)) this.tell('oldestFirst', at)
    if (!isEqual(add(before.balance, negate(before.movement)), balance)) this.tell('newestFirst', at)
  }

  check(sink: ParseSink): void {
    const order = this.breaks.newestFirst < this.breaks.oldestFirst ? 'newestFirst' : 'oldestFirst'
    const breaks = this.breaks[order]
    if (breaks === 0) return
    const where = breaks === 1 ? '' : `, here and in ${breaks - 1} more`
    const message = `the balance does not follow from the one before and the amount${where}`
    sink.warn({ code: 'balance-mismatch', severity: 'warning', line: this.firstBreak[order]?.line ?? null, message })
  }

  private tell(order: 'oldestFirst' | 'newestFirst', at: Position): void {
    this.breaks[order] += 1
    this.firstBreak[order] ??= at
  }
}
