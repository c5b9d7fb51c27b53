import { dayNumber, joinNotices, type NoticeRow, tellWithNotices } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import type { RunBankLine } from './read-payouts.ts'

/** Lines with what notices tell of them, and each row of a notice with the line it is a part of. */
export async function joinNoticesTo(client: pg.ClientBase, lines: readonly RunBankLine[], since: string): Promise<RunBankLine[]> {
  const { rows } = await client.query<Omit<NoticeRow, 'bookingDay'> & { bookedOn: string; detailOf: string | null }>(
    `select b.file_id || ':' || b.position as id, a.number as account, b.currency::text as currency, b.amount_minor::float8 as "amountMinor",
       b.booked_on::text as "bookedOn", b.file_id || ':' || b.character_offset as entry, b.bank_reference as reference, b.text,
       b.detail_of as "detailOf"
     from bank_statement s join funds_file f on f.id = s.file_id and f.state = 'imported' join bank_line b on b.statement_id = s.id
     join bank_account a on a.id = b.bank_account_id
     where s.kind = 'notice' and b.booked_on >= $1::date order by b.file_id, b.position`,
    [since],
  )
  if (rows.length === 0) return [...lines]
  const notices = rows.map(({ bookedOn, ...row }) => ({ ...row, bookingDay: dayNumber(bookedOn) }))
  const joined = joinNotices(lines, notices)
  const changed = notices.filter(({ id, detailOf }) => (joined.get(id)?.id ?? null) !== detailOf)
  if (changed.length > 0)
    await client.query(
      `update bank_line b set detail_of = u.line from unnest($1::text[], $2::text[]) u(id, line)
       where b.file_id = split_part(u.id, ':', 1)::int8 and b.position = split_part(u.id, ':', 2)::int4`,
      [changed.map(({ id }) => id), changed.map(({ id }) => joined.get(id)?.id ?? null)],
    )
  return tellWithNotices(lines, notices, joined)
}
