import type { CalendarTable } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { type CarriedPayout, carryOver, keyOf } from './carry-over.ts'
import type { PayoutRow } from './file-reading.ts'
import { readLostDays } from './read-lost-days.ts'
import { readWaiting } from './read-waiting.ts'

/**
 * Writes the payouts of one file. What was too little to be sent comes with the next payout of its account; where files announce
 * payouts they say so themselves. A batch that another file has told of already goes on in this one.
 */
export async function writePayouts(
  client: pg.PoolClient,
  fileId: number,
  payouts: readonly PayoutRow[],
  ids: readonly number[],
  calendars: readonly CalendarTable[],
): Promise<void> {
  if (payouts.length === 0) return
  const known = await readEarlier(client, fileId, payouts)
  const joined = payouts.map((payout, index) => join({ ...payout, id: ids[index] ?? 0 }, known.get(batchKey(payout)) ?? []))
  const replaced = joined.flatMap(({ row, replaces }) => replaces.map((old) => ({ old, id: row.id })))
  const gone = new Set(replaced.map(({ old }) => old))
  const waiting = (await readWaiting(client, fileId, payouts)).filter(({ id }) => !gone.has(id))
  const rows = joined.map(({ row }) => row)
  const { written, taken } = carryOver(rows, waiting, await readLostDays(client, { rows, waiting, calendars }))
  await insertPayouts(client, fileId, written)
  await client.query(
    `with gone as (update payout set open = false where id = any ($1::int8[]))
     update settlement_line l set payout_id = n.id from unnest($2::int8[], $3::int8[]) n (old, id) where l.payout_id = n.old`,
    [[...taken, ...replaced.map(({ old }) => old)], replaced.map(({ old }) => old), replaced.map(({ id }) => id)],
  )
}

interface Earlier {
  readonly id: number
  readonly amountMinor: number
  readonly gross: string
  readonly fees: string
  readonly net: string
  readonly lineCount: number
  readonly referenceTexts: string[]
  readonly movementsOnly: boolean
}

const batchKey = (payout: PayoutRow): string => `${keyOf(payout)}\n${payout.batch}`

/** Payouts of the same batches, from other files and still open. */
async function readEarlier(
  client: pg.PoolClient,
  fileId: number,
  payouts: readonly PayoutRow[],
): Promise<ReadonlyMap<string, readonly Earlier[]>> {
  const { rows } = await client.query<Earlier & { key: string }>(
    `select p.id, p.acquirer || E'\\n' || p.merchant_account || E'\\n' || p.currency || E'\\n' || p.batch as key,
       p.amount_minor as "amountMinor", p.gross::text as gross, p.fees::text as fees, p.net::text as net, p.line_count as "lineCount",
       p.reference_texts as "referenceTexts", coalesce(f.format in ('wechat-fundflow-bill', 'alipay-signcustomer'), false) as "movementsOnly"
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) u (acquirer, merchant_account, currency, batch)
     join payout p on (p.acquirer, p.merchant_account, p.currency, p.batch) = (u.acquirer, u.merchant_account, u.currency::char(3), u.batch)
     join funds_file f on f.id = p.file_id and f.state = 'imported'
     where p.open and p.file_id <> $5 order by p.id`,
    [
      payouts.map(({ acquirer }) => acquirer),
      payouts.map(({ merchantAccount }) => merchantAccount),
      payouts.map(({ currency }) => currency),
      payouts.map(({ batch }) => batch),
      fileId,
    ],
  )
  return Map.groupBy(rows, ({ key }) => key)
}

interface Joined {
  readonly row: PayoutRow & { readonly id: number }
  readonly replaces: readonly number[]
}

/**
 * A bill of trades has the lines, a bill of movements what was sent: together they are one payout. Two files with lines of one
 * batch stay two, for their sums are two.
 */
function join(row: PayoutRow & { readonly id: number }, earlier: readonly Earlier[]): Joined {
  const other = earlier.find(({ movementsOnly }) => movementsOnly !== row.movementsOnly)
  if (other === undefined) return { row, replaces: [] }
  const { gross, fees, net, lineCount } = row.movementsOnly ? other : row
  const sent = row.movementsOnly ? row : other
  const announced = row.movementsOnly ? row.announced : other.amountMinor !== 0
  const amountMinor = announced ? sent.amountMinor : (row.movementsOnly ? other : row).amountMinor
  const referenceTexts = [...new Set([...row.referenceTexts, ...other.referenceTexts])].sort()
  return { row: { ...row, gross, fees, net, lineCount, amountMinor, announced, referenceTexts }, replaces: [other.id] }
}

async function insertPayouts(client: pg.PoolClient, fileId: number, written: readonly CarriedPayout[]): Promise<void> {
  await client.query(
    `insert into payout (file_id, id, acquirer, merchant_account, bank_account_id, currency, batch, amount_minor, reference_texts, announced_on,
       due_on, first_on, last_on, carried_over, gross, fees, net, line_count, open)
     select $1, r.id, r.acquirer, r."merchantAccount", r."bankAccountId", r.currency, r.batch, r."amountMinor", r."referenceTexts", r."announcedOn",
       r."dueOn", r."firstOn", r."lastOn", r."carriedOver", r.gross, r.fees, r.net, r."lineCount", r.open
     from jsonb_to_recordset($2::jsonb) r (id int8, acquirer text, "merchantAccount" text, "bankAccountId" int4, currency text, batch text,
       "amountMinor" int8, "referenceTexts" text[], "announcedOn" date, "dueOn" date, "firstOn" date, "lastOn" date, "carriedOver" boolean,
       gross numeric, fees numeric, net numeric, "lineCount" int4, open boolean)`,
    [
      fileId,
      JSON.stringify(
        written.map(({ closed, ...row }) => ({ ...row, open: !closed && (row.carriedOver || row.amountMinor !== 0) })),
      ),
    ],
  )
}
