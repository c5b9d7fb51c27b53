import { shortDay } from '../wall-clock.ts'
import type { Statement } from './statement.ts'

/** BAI2 of one day: opening and closing ledger balance, and a record for each transaction. */
export function writeBai2File({ account, currency, day, sequence, openingMinor, closingMinor, entries }: Statement): Uint8Array {
  const date = shortDay(day)
  const records = entries.map(
    ({ amountMinor, name, text, bankReference }) =>
      `16,${amountMinor < 0 ? '475' : '142'},${Math.abs(amountMinor)},Z,${bankReference},,${name} ${text}/`,
  )
  const total = entries.reduce((sum, { amountMinor }) => sum + Math.abs(amountMinor), openingMinor + closingMinor)
  const count = records.length
  return Buffer.from(
    `${[
      `01,BANKUS33,COUNTERFOIL,${date},2300,${sequence},80,1,2/`,
      `02,COUNTERFOIL,BANKUS33,1,${date},2300,${currency},2/`,
      `03,${account},${currency},010,${openingMinor},,,015,${closingMinor},,/`,
      ...records,
      `49,${total},${count + 2}/`,
      `98,${total},1,${count + 4}/`,
      `99,${total},1,${count + 6}/`,
    ].join('\n')}\n`,
  )
}
