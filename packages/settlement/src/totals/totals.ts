import type { Entry, SettlementLine, StatementHead, StatementTail } from '../model.ts'
import { BatchTotals } from './batch-totals.ts'
import { StatementTotals } from './statement-totals.ts'

/** All that has to be remembered of a file to check it and to print it; it does not grow with the entries. */
export class Totals {
  readonly statements: StatementTotals[] = []
  private readonly byBatch = new Map<string, BatchTotals>()

  get batches(): readonly BatchTotals[] {
    return [...this.byBatch.values()]
  }

  beginStatement(head: StatementHead): void {
    this.statements.push(new StatementTotals(head))
  }

  entry(entry: Entry): void {
    this.statements.at(-1)?.add(entry)
  }

  endStatement(tail: StatementTail): void {
    const statement = this.statements.at(-1)
    if (statement !== undefined) statement.tail = tail
  }

  line(line: SettlementLine): void {
    const key = `${line.merchant ?? ''}\n${line.batch ?? ''}\n${line.currency}`
    let totals = this.byBatch.get(key)
    if (totals === undefined) {
      totals = new BatchTotals(line)
      this.byBatch.set(key, totals)
    }
    totals.add(line)
  }
}
