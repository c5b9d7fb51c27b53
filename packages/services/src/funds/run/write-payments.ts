import type pg from 'pg'
import { type Column, columnValues, unnestSql } from '../../ingest/columns.ts'
import type { JudgedPayment } from './judge-payments.ts'

const PART = 50_000

const COLUMNS: readonly Column<JudgedPayment>[] = [
  { name: 'store_id', type: 'int4', read: ({ storeId }) => storeId },
  { name: 'opened_on', type: 'date', read: ({ openedOn }) => openedOn },
  { name: 'payment_id', type: 'uuid', read: ({ id }) => id },
  { name: 'position', type: 'text', read: ({ status }) => status.position },
  { name: 'exits', type: 'text', read: ({ status }) => status.exits.join(',') },
  { name: 'health', type: 'text', read: ({ status }) => status.health },
  { name: 'settled_minor', type: 'int8', read: ({ status }) => status.settledMinor },
  { name: 'settled_fee', type: 'text', read: ({ status }) => status.settledFee },
  { name: 'payout_id', type: 'int8', read: ({ status }) => status.payoutId },
  { name: 'arrived_on', type: 'date', read: ({ status }) => status.arrivedOn },
  { name: 'open', type: 'bool', read: ({ status }) => status.open },
]
const ROWS = unnestSql(COLUMNS, 4, 'u')
const UPDATE = `update funds_payment f set position = u.position, exits = string_to_array(u.exits, ','), health = u.health,
    settled_minor = u.settled_minor, settled_fee = u.settled_fee::numeric, payout_id = u.payout_id, arrived_on = u.arrived_on, open = u.open, run_id = $1
  from ${ROWS.sql}
  where f.store_id = u.store_id and f.opened_on = u.opened_on and f.payment_id = u.payment_id and f.opened_on between $2 and $3`

/** Where the money of these payments is now, many to a statement and each month for itself: it is a table of its own. */
export async function writePayments(client: pg.ClientBase, judged: readonly JudgedPayment[], run: number): Promise<void> {
  const months = Map.groupBy(judged, ({ openedOn }) => openedOn.slice(0, 7))
  let written: Promise<unknown> = Promise.resolve()
  for (const [month, payments] of months) {
    for (let from = 0; from < payments.length; from += PART) {
      const rows = columnValues(COLUMNS, payments.slice(from, from + PART))
      // The server writes one part while the next is made ready.
      await written
      written = client.query({ text: UPDATE, values: [run, `${month}-01`, lastDayOf(month), ...rows] })
      written.catch(() => {})
    }
  }
  await written
}

const lastDayOf = (month: string): string => {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, number ?? 1, 0)).toISOString().slice(0, 10)
}
