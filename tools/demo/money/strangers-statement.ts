import { dayText, writeCamtFile } from '@counterfoil/settlement/generator'
import type { SentFile } from './make-statement.ts'

/** A statement of somebody else's account, sent to the chain by mistake. */
export function strangersStatement(day: number): SentFile {
  const entry = { amountMinor: 45_000, name: 'CITY PROPERTIES LTD', text: 'RENT', bankReference: `X${day}` }
  const statement = { account: 'DE75512108001245126199', currency: 'EUR', day, sequence: 77, message: `X${day}` }
  return {
    name: `DE75512108001245126199_${dayText(day)}_camt.053.xml`,
    bytes: writeCamtFile({ ...statement, openingMinor: 120_000, closingMinor: 165_000, entries: [entry] }),
  }
}
