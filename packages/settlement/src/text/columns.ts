import { type Decimal, parseDecimal, ZERO } from '../decimal.ts'
import { quote, RejectError } from '../warning.ts'
import type { CsvRecord } from './csv-records.ts'

/** Columns of a table by their names, whatever their order: reports of one kind come in several. */
export class Columns {
  private readonly byName = new Map<string, number>()
  /** By the name as it is asked for: millions of rows ask for the same few. */
  private readonly asked = new Map<string, number>()
  readonly count: number

  constructor(names: readonly string[]) {
    this.count = names.length
    for (const [index, name] of names.entries()) {
      const key = normalise(name)
      if (key !== '' && !this.byName.has(key)) this.byName.set(key, index)
    }
  }

  has(name: string): boolean {
    return this.indexOf(name) !== -1
  }

  /** The trimmed text of the first of the columns that is there and filled. */
  text(record: CsvRecord, ...names: readonly string[]): string | null {
    for (const name of names) {
      const text = record.fields[this.indexOf(name)]?.trim()
      if (text !== undefined && text !== '') return text
    }
    return null
  }

  private indexOf(name: string): number {
    let index = this.asked.get(name)
    if (index === undefined) {
      index = this.byName.get(normalise(name)) ?? -1
      this.asked.set(name, index)
    }
    return index
  }

  /** The number in it, null where it is empty; anything else refuses the file. */
  amount(record: CsvRecord, ...names: readonly string[]): Decimal | null {
    const text = this.text(record, ...names)
    if (text === null) return null
    const amount = parseDecimal(text)
    if (amount === undefined) throw new RejectError(`${quote(text)} in column ${names[0]} is no amount`, record.line)
    return amount
  }

  amountOrZero(record: CsvRecord, ...names: readonly string[]): Decimal {
    return this.amount(record, ...names) ?? ZERO
  }

  /** Refuses a file that lacks columns it cannot be read without. */
  require(line: number, ...names: readonly string[]): void {
    const missing = names.filter((name) => !this.has(name))
    if (missing.length > 0) throw new RejectError(`it has no column ${missing.join(', ')}`, line)
  }

  /** Where the last of the named columns is: a record that ends before it is cut off. */
  lastOf(...names: readonly string[]): number {
    return Math.max(...names.map((name) => this.indexOf(name)))
  }
}

/** Without blanks around it, in one case, and with one kind of brackets: Chinese files have both. */
function normalise(name: string): string {
  return name.trim().replaceAll('（', '(').replaceAll('）', ')').replace(/\s+/g, ' ').toLowerCase()
}
