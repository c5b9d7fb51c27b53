import { dayNumber } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import type { HeldException, Troubles, WrittenException } from './compare-troubles.ts'

const COLUMNS = `key, code, state, severity, silenced_by as "silencedBy", amount_minor::float8 as "amountMinor", day::text as day, payments, lines, payouts::text[] as payouts, bank_lines as "bankLines"`

/** What lives, and what has ended of that which is raised again. */
export async function readExceptions(client: pg.ClientBase, raised: readonly string[]): Promise<Map<string, HeldException>> {
  const { rows } = await client.query<HeldException>(
    `select ${COLUMNS} from funds_exception where state in ('open', 'silenced', 'proposed')
     union all select ${COLUMNS} from funds_exception where state in ('resolved', 'closed') and key = any ($1::text[])`,
    [raised],
  )
  return new Map(rows.map((row) => [row.key, row]))
}

/** Rows of exceptions whose file or batch counts no more: they are seen by every run, though no run reads them. */
export async function readGoneRows(client: pg.ClientBase, held: Iterable<HeldException>): Promise<string[]> {
  const live = [...held]
  const { rows } = await client.query<{ id: string }>(
    `select u.id from unnest($1::text[]) u(id) join funds_file f on f.id = split_part(u.id, ':', 1)::int8 where f.state <> 'imported'
     union select 'bank ' || u.id from unnest($2::text[]) u(id) join funds_file f on f.id = split_part(u.id, ':', 1)::int8 where f.state <> 'imported'
     union select 'payout ' || p.id from payout p join funds_file f on f.id = p.file_id where p.id = any ($3::int8[]) and (f.state <> 'imported' or p.replaced_by is not null)
     union select u.id from unnest($1::text[]) u(id) join settlement_line l on l.file_id = split_part(u.id, ':', 1)::int8
       and l.position = split_part(u.id, ':', 2)::int4 join payout p on p.id = l.payout_id and p.replaced_by is not null`,
    [live.flatMap(({ lines }) => lines), live.flatMap(({ bankLines }) => bankLines), live.flatMap(({ payouts }) => payouts)],
  )
  return rows.map(({ id }) => id)
}

/** Keys of missing files that people have settled, with the day number on which. */
export async function readSettledGaps(client: pg.ClientBase): Promise<Map<string, number>> {
  const { rows } = await client.query<{ key: string; on: string }>(
    `select key, (closed_at at time zone 'UTC')::date::text as on from funds_exception where code = 'FILE_MISSING' and state = 'resolved'`,
  )
  return new Map(rows.map(({ key, on }) => [key, dayNumber(on)]))
}

export interface ExceptionPlaces {
  readonly storeOf: (paymentId: string) => number | null
  readonly accountOf: (number: string | null) => number | null
}

export async function writeExceptions(
  client: pg.ClientBase,
  { opened, reopened, changed, closed }: Troubles,
  { storeOf, accountOf }: ExceptionPlaces,
  { run, at }: { readonly run: number; readonly at: Date },
): Promise<void> {
  const rows = (some: readonly WrittenException[]): string =>
    JSON.stringify(
      some.map(({ raised, day, severity, state, silencedBy }) => ({
        ...{ key: raised.key, code: raised.code, day, severity, state, silencedBy },
        acquirer: raised.scope.acquirer === '' ? null : raised.scope.acquirer,
        accountId: accountOf(raised.scope.account),
        storeId: storeOf(raised.payments[0] ?? ''),
        ...{ payments: raised.payments, lines: raised.lines, payouts: raised.payouts, bankLines: raised.bankLines },
        files: (raised.files ?? []).filter((file) => /^\d+$/.test(file)),
        ...{ amountMinor: raised.amountMinor, currency: raised.currency },
      })),
    )
  if (opened.length > 0)
    await client.query(
      `insert into funds_exception (key, code, acquirer, bank_account_id, store_id, day, payments, lines, payouts, bank_lines, files, amount_minor,
         currency, severity, state, silenced_by, opened_at, opened_by_run)
       select r.key, r.code, r.acquirer, r."accountId", r."storeId", r.day, r.payments, r.lines, r.payouts, r."bankLines", r.files, r."amountMinor",
         r.currency, r.severity, r.state, r."silencedBy", $2, $3
       from jsonb_to_recordset($1::jsonb) r (key text, code text, acquirer text, "accountId" int4, "storeId" int4, day date, payments uuid[],
         lines text[], payouts int8[], "bankLines" text[], files int8[], "amountMinor" int8, currency text, severity text, state text, "silencedBy" text)`,
      [rows(opened), at, run],
    )
  const moved = [...reopened, ...changed]
  if (moved.length > 0)
    await client.query(
      `update funds_exception e set state = r.state, severity = r.severity, silenced_by = r."silencedBy", amount_minor = r."amountMinor",
         closed_at = null, closed_by_run = null
       from jsonb_to_recordset($1::jsonb) r (key text, state text, severity text, "silencedBy" text, "amountMinor" int8) where e.key = r.key`,
      [rows(moved)],
    )
  if (closed.length > 0)
    await client.query(
      `update funds_exception set state = 'closed', silenced_by = null, closed_at = $2, closed_by_run = $3 where key = any ($1::text[])`,
      [closed, at, run],
    )
}
