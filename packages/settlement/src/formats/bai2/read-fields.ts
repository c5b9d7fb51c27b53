import { quote, RejectError } from '../../warning.ts'
import type { BaiRecord } from './split-records.ts'

/** Reads a record field by field; continuation lines go on where the line before ended. */
export class FieldReader {
  private readonly text: string
  private readonly line: number
  private at = 0

  constructor({ parts, line }: BaiRecord) {
    this.text = parts.join('\n')
    this.line = line
  }

  get ended(): boolean {
    return this.at > this.text.length
  }

  next(): string {
    if (this.ended) return ''
    const rest = /[,\n]/g
    rest.lastIndex = this.at
    const end = rest.exec(this.text)?.index ?? this.text.length
    const field = this.text.slice(this.at, end).trim()
    this.at = end + 1
    return field
  }

  /** All that is left: texts hold commas. */
  rest(): string {
    const rest = this.text.slice(this.at).replaceAll('\n', ' ').trim()
    this.at = this.text.length + 1
    return rest
  }

  /** A whole number of minor units with a sign or none; null where it is left out. */
  amount(): bigint | null {
    const text = this.next()
    if (text === '') return null
    if (!/^[+-]?\d{1,30}$/.test(text)) throw new RejectError(`the amount ${quote(text)} is no whole number`, this.line)
    return BigInt(text)
  }

  /** Funds type: V has a date and a time, S three amounts, D a count of pairs. Only their number matters here. */
  skipFundsType(): void {
    const type = this.next().toUpperCase()
    const more = type === 'V' ? 2 : type === 'S' ? 3 : type === 'D' ? 2 * Math.min(100, Number(this.next()) || 0) : 0
    for (let skipped = 0; skipped < more; skipped += 1) this.next()
  }
}
