import { major } from '../row.ts'
import { shortDay } from '../wall-clock.ts'
import type { Statement } from './statement.ts'

/** MT940 of one day, with German subfields in :86:. */
export function writeMt940File(statement: Statement): Uint8Array {
  const { account, currency, day, sequence, message, openingMinor, closingMinor, entries } = statement
  const date = shortDay(day)
  const amount = (minor: number): string => major(Math.abs(minor)).replace('.', ',')
  const balance = (minor: number): string => `${minor < 0 ? 'D' : 'C'}${date}${currency}${amount(minor)}`
  const lines = [`:20:${message}`, `:25:${account}`, `:28C:${sequence}/1`, `:60F:${balance(openingMinor)}`]
  for (const entry of entries) {
    const mark = entry.amountMinor < 0 ? 'D' : 'C'
    lines.push(
      `:61:${date}${date.slice(2)}${mark}${amount(entry.amountMinor)}NTRFNONREF//${entry.bankReference}`,
      `:86:166?00GUTSCHRIFT?20SVWZ+${entry.text}?32${entry.name}`,
    )
  }
  lines.push(`:62F:${balance(closingMinor)}`, '-')
  return Buffer.from(`${lines.join('\r\n')}\r\n`)
}
