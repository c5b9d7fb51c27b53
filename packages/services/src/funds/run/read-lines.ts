import { dayNumber, parseDecimal, type SettledLine } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { fetchRows, keepOnce } from './fetch-rows.ts'

export interface RunLine extends SettledLine {
  readonly payoutId: number | null
  readonly open: boolean
}

interface Row extends Omit<RunLine, 'salesDay' | 'fee' | 'net' | 'payout'> {
  salesDay: string | null
  fees: string
  net: string
  card: string | null
}

/** A terminal's own reference is short and comes again: with its terminal and sales day only. Lines without one are in no index. */
const SAME_RETRIEVAL = `c.retrieval_reference is not null
  and (c.retrieval_reference, c.terminal, c.sales_day) = (n.retrieval_reference, n.terminal, n.sales_day)`
const CLOSED = 'not exists (select from settlement_line_open o where o.file_id = c.file_id and o.position = c.position)'

/** Lines that are about one payment; `run_line` then has their ids. Files and batches that others took the place of do not count. */
export async function readLines(client: pg.ClientBase): Promise<RunLine[]> {
  await client.query(
    `create temporary table run_line (id text not null, file_id int8, position int4, primary key (file_id, position)) on commit drop`,
  )
  await client.query(
    `insert into run_line select l.file_id || ':' || l.position, l.file_id, l.position
     from settlement_line_open l join funds_file f on f.id = l.file_id and f.state = 'imported'`,
  )
  await reopenByPayments(client)
  // How many they are decides how the rest is looked up.
  await client.query('analyze run_line')
  await client.query(
    // What was closed by a reference is looked at again when somebody new has the same.
    `with fresh as materialized (
       select l.acquirer_reference, l.merchant_reference, l.original_reference, l.retrieval_reference, l.terminal, l.sales_day from run_line r
       join settlement_line l using (file_id, position)),
     named as materialized (
       select r.reference from fresh cross join lateral (values (acquirer_reference), (merchant_reference), (original_reference)) r(reference)
       where r.reference is not null),
     again as (
       select c.file_id, c.position, c.payout_id from named n join settlement_line c on c.acquirer_reference = n.reference where ${CLOSED}
       union select c.file_id, c.position, c.payout_id from named n join settlement_line c on c.merchant_reference = n.reference where ${CLOSED}
       union select c.file_id, c.position, c.payout_id from fresh n join settlement_line c on ${SAME_RETRIEVAL} where ${CLOSED})
     insert into run_line
     select a.file_id || ':' || a.position, a.file_id, a.position from again a join funds_file f on f.id = a.file_id and f.state = 'imported'
     where not exists (select from payout p where p.id = a.payout_id and p.replaced_by is not null) on conflict do nothing`,
  )
  await client.query(
    // All that a payment of these is linked to, so that nothing is judged by half of it.
    `insert into run_line
     select distinct b.to_id, split_part(b.to_id, ':', 1)::int8, split_part(b.to_id, ':', 2)::int4
     from run_line r
     cross join lateral (select a.from_id from funds_allocation a where a.to_id = r.id and a.join_kind = 'payment_line' offset 0) a
     cross join lateral (select b.to_id from funds_allocation b where b.from_id = a.from_id and b.join_kind = 'payment_line' offset 0) b
     join funds_file f on f.id = split_part(b.to_id, ':', 1)::int8 and f.state = 'imported'
     join settlement_line l on l.file_id = f.id and l.position = split_part(b.to_id, ':', 2)::int4
     where not exists (select from payout p where p.id = l.payout_id and p.replaced_by is not null) on conflict do nothing`,
  )
  await client.query('analyze run_line')
  const lines: RunLine[] = []
  const [text, kind] = [keepOnce<string>(), keepOnce<Row['kind']>()]
  await fetchRows<Row>(
    client,
    `select r.id, l.file_id as file, l.position, l.acquirer, l.merchant_account as "merchantAccount",
       coalesce(l.gross_currency, l.currency) as currency, l.kind, l.gross_minor as "grossMinor", l.batch, l.store_code as store,
       l.terminal, l.method, l.sales_day::text as "salesDay", round(date_part('epoch', l.happened_at) * 1000) as "happenedAtMs",
       l.acquirer_reference as "acquirerReference", l.retrieval_reference as "retrievalReference",
       l.merchant_reference as "merchantReference", l.original_reference as "originalReference",
       l.authorisation_code as "authorisationCode", l.trace as "traceNumber", l.terminal_batch as "terminalBatch", l.card,
       l.fees::text as fees, l.net::text as net, l.currency as "settledCurrency", l.payout_id as "payoutId", o.file_id is not null as open
     from run_line r join settlement_line l using (file_id, position) left join settlement_line_open o using (file_id, position)
     where l.kind in ('sale', 'refund', 'refund-reversed', 'chargeback', 'chargeback-reversed', 'fee')`,
    [],
    // Field by field: to spread the rest of a row costs more than all else here.
    (row) =>
      lines.push({
        id: row.id,
        file: row.file,
        position: row.position,
        acquirer: text(row.acquirer),
        merchantAccount: text(row.merchantAccount),
        currency: text(row.currency),
        kind: kind(row.kind),
        grossMinor: row.grossMinor,
        batch: row.batch && text(row.batch),
        store: row.store && text(row.store),
        terminal: row.terminal && text(row.terminal),
        method: row.method && text(row.method),
        salesDay: row.salesDay === null ? null : dayNumber(row.salesDay),
        happenedAtMs: row.happenedAtMs,
        acquirerReference: row.acquirerReference,
        retrievalReference: row.retrievalReference,
        merchantReference: row.merchantReference,
        originalReference: row.originalReference,
        authorisationCode: row.authorisationCode,
        traceNumber: row.traceNumber,
        terminalBatch: row.terminalBatch && text(row.terminalBatch),
        last4: lastFour(row.card),
        fee: exact(row.fees),
        net: exact(row.net),
        settledCurrency: text(row.settledCurrency),
        payoutId: row.payoutId,
        payout: text(String(row.payoutId ?? '')),
        open: row.open,
      }),
  )
  return lines
}

/** What became of a payment so long ago changes no link any more. */
const DAYS_SETTLED = 60

/**
 * Closed lines that payments nobody has judged yet have something to say about, so that it is all the same which came first: lines with
 * their references, and those of the payments they are about. Before the first run nothing is closed.
 */
async function reopenByPayments(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ began: boolean }>('select exists (select from funds_run) as began')
  if (rows[0]?.began !== true) return
  await client.query(
    `create temporary table run_fresh (payment_id uuid not null, parent uuid, retrieval_reference text, basket text, terminal text, sales_day date) on commit drop`,
  )
  await client.query(
    `insert into run_fresh select p.id, p.parent, p.retrieval_reference, p.basket, p.tid, coalesce(f.sales_day, p.business_date)
     from (select store_id, opened_on, payment_id, sales_day from funds_payment where open and run_id is null and state = 'expected'
       union select store_id, opened_on, payment_id, sales_day from funds_payment where not open and run_id is null and state = 'expected'
         and opened_on >= current_date - ${DAYS_SETTLED}) f
     join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id`,
  )
  await client.query('analyze run_fresh')
  await client.query(
    `with named as materialized (
       select retrieval_reference as reference from run_fresh where retrieval_reference is not null
       union select basket from run_fresh where basket is not null),
     about as materialized (
       select payment_id as id from run_fresh union select parent from run_fresh where parent is not null
       union select c.id from (select distinct parent from run_fresh where parent is not null) n join payment c on c.parent = n.parent),
     linked as materialized (
       select a.to_id from about cross join lateral (select a.to_id from funds_allocation a
         where a.from_id = about.id::text and a.join_kind = 'payment_line' and a.reverses is null offset 0) a),
     again as (
       select c.file_id, c.position from named n join settlement_line c on c.acquirer_reference = n.reference where ${CLOSED}
       union select c.file_id, c.position from named n join settlement_line c on c.merchant_reference = n.reference where ${CLOSED}
       union select c.file_id, c.position from run_fresh n join settlement_line c on ${SAME_RETRIEVAL} where ${CLOSED}
       union select split_part(to_id, ':', 1)::int8, split_part(to_id, ':', 2)::int4 from linked)
     insert into run_line
     select a.file_id || ':' || a.position, a.file_id, a.position from again a join funds_file f on f.id = a.file_id and f.state = 'imported'
     join settlement_line l on l.file_id = a.file_id and l.position = a.position
     where not exists (select from payout p where p.id = l.payout_id and p.replaced_by is not null) on conflict do nothing`,
  )
}

const exact = (text: string) => parseDecimal(text) ?? { units: 0n, scale: 0 }

function lastFour(card: string | null): string | null {
  const digits = card?.slice(-4) ?? ''
  return /^\d{4}$/.test(digits) ? digits : null
}
