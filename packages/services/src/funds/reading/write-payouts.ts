import type pg from 'pg'
import type { PayoutRow } from './file-reading.ts'
import { PAYOUTS_OF_BATCH } from './find-overlaps.ts'

/**
 * Writes the payouts of one file, each with what its own lines come to: what comes with it of earlier ones is for the next run to
 * tell, from all files. A batch that another file has told of already goes on in this one.
 */
export async function writePayouts(client: pg.PoolClient, { fileId, payouts, ids, copies }: PayoutsToWrite): Promise<void> {
  if (payouts.length === 0) return
  const known = await readEarlier(client, fileId, payouts)
  const joined = payouts.map((payout, index) => {
    const row = { ...payout, id: ids[index] ?? 0 }
    return join(row, copies.has(row.id) ? [] : (known.get(batchKey(payout)) ?? []))
  })
  const replaced = joined.flatMap(({ row, replaces }) => replaces.map((old) => ({ old, id: row.id })))
  await insertPayouts(
    client,
    fileId,
    joined.map(({ row }) => row),
  )
  if (replaced.length === 0) return
  await client.query(
    `with gone as (
       update payout p set open = false, replaced_by = n.id from unnest($1::int8[], $2::int8[]) n (old, id) where p.id = n.old)
     update settlement_line l set payout_id = n.id from unnest($1::int8[], $2::int8[]) n (old, id) where l.payout_id = n.old`,
    [replaced.map(({ old }) => old), replaced.map(({ id }) => id)],
  )
}

interface PayoutsToWrite {
  readonly fileId: number
  readonly payouts: readonly PayoutRow[]
  readonly ids: readonly number[]
  /** Those that say again what an earlier file has said. */
  readonly copies: ReadonlySet<number>
}

interface Earlier {
  readonly id: number
  readonly amountMinor: number
  readonly announced: boolean
  readonly gross: string
  readonly fees: string
  readonly net: string
  readonly lineCount: number
  readonly referenceTexts: string[]
  readonly movementsOnly: boolean
}

const batchKey = ({ acquirer, merchantAccount, currency, batch }: PayoutRow): string =>
  `${acquirer}\n${merchantAccount}\n${currency.trim()}\n${batch}`

/** Payouts of the same batches, from other files, whether their money is here or not: the next run finds it again. */
async function readEarlier(
  client: pg.PoolClient,
  fileId: number,
  payouts: readonly PayoutRow[],
): Promise<ReadonlyMap<string, readonly Earlier[]>> {
  const { rows } = await client.query<Earlier & { key: string }>(
    `select p.id, p.acquirer || E'\\n' || p.merchant_account || E'\\n' || p.currency || E'\\n' || p.batch as key,
       coalesce(p.own_minor, p.amount_minor)::float8 as "amountMinor", p.announced, p.gross::text as gross, p.fees::text as fees, p.net::text as net, p.line_count as "lineCount",
       p.reference_texts as "referenceTexts", coalesce(f.format in ('wechat-fundflow-bill', 'alipay-signcustomer'), false) as "movementsOnly"
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) u (acquirer, merchant_account, currency, batch)
     cross join lateral (${PAYOUTS_OF_BATCH} and p.replaced_by is null and p.file_id <> $5 offset 0) p
     join funds_file f on f.id = p.file_id and f.state = 'imported'
     order by p.id`,
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
  const announced = row.movementsOnly ? row.announced : other.announced && other.amountMinor !== 0
  const amountMinor = announced ? sent.amountMinor : (row.movementsOnly ? other : row).amountMinor
  const referenceTexts = [...new Set([...row.referenceTexts, ...other.referenceTexts])].sort()
  const movementsOnly = false
  return {
    row: { ...row, gross, fees, net, lineCount, amountMinor, announced, movementsOnly, referenceTexts },
    replaces: [other.id],
  }
}

async function insertPayouts(
  client: pg.PoolClient,
  fileId: number,
  rows: readonly (PayoutRow & { readonly id: number })[],
): Promise<void> {
  await client.query(
    `insert into payout (file_id, id, acquirer, merchant_account, bank_account_id, currency, batch, amount_minor, reference_texts, announced_on,
       due_on, first_on, last_on, gross, fees, net, line_count, open, announced, own_minor, minimum_minor, sales_day)
     select $1, r.id, r.acquirer, r."merchantAccount", r."bankAccountId", r.currency, r.batch, r."amountMinor", r."referenceTexts", r."announcedOn",
       r."dueOn", r."firstOn", r."lastOn", r.gross, r.fees, r.net, r."lineCount", r."amountMinor" <> 0 or not r.announced, r.announced,
       r."amountMinor", r."minimumMinor", r."salesDay"
     from jsonb_to_recordset($2::jsonb) r (id int8, acquirer text, "merchantAccount" text, "bankAccountId" int4, currency text, batch text,
       "amountMinor" int8, "referenceTexts" text[], "announcedOn" date, "dueOn" date, "firstOn" date, "lastOn" date,
       gross numeric, fees numeric, net numeric, "lineCount" int4, announced boolean, "minimumMinor" int8, "salesDay" date)`,
    // The lines of what an account's movements tell alone are in another file: there is nothing to add up yet.
    [fileId, JSON.stringify(rows.map((row) => ({ ...row, announced: row.announced || row.movementsOnly })))],
  )
}
