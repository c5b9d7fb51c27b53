import type { ReadRows } from '../../read-rows.ts'
import { SURE } from './sure-links.ts'

const SHOWN = 50
/** Money comes so many days before a payout is due, or after, and not further off. */
const [BEFORE, AFTER] = [5, 60]

/** Open payouts of the line's account that it may have brought, the nearest to `leftMinor` and to its day first. */
export async function findPayouts(rows: ReadRows, line: string, leftMinor: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    `select p.id::text as id
     from bank_line b join payout p on p.bank_account_id = b.bank_account_id and p.currency = b.currency and p.open and not p.carried_over
       and sign(p.amount_minor) = sign(b.amount_minor) join funds_file f on f.id = p.file_id and f.state = 'imported'
     where b.file_id = split_part($1, ':', 1)::int8 and b.position = split_part($1, ':', 2)::int4
       and not exists (select from funds_allocation a where a.join_kind = 'payout_bank' and a.from_id = p.id::text and a.to_id = $1 and ${SURE})
     order by abs(p.amount_minor - $2::int8), abs(p.due_on - b.booked_on), p.id limit ${SHOWN}`,
    line,
    leftMinor,
  )
  return found.map(({ id }) => id)
}

/** Open lines of the payout's account that may have brought it, the nearest in amount and day first. */
export async function findBankLines(rows: ReadRows, payout: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    `select b.file_id || ':' || b.position as id
     from payout p join bank_line b on b.bank_account_id = p.bank_account_id and b.currency = p.currency and b.open and b.booked
       and sign(b.amount_minor) = sign(p.amount_minor) and b.booked_on between p.due_on - ${BEFORE} and p.due_on + ${AFTER}
       and not exists (select from bank_statement s where s.id = b.statement_id and s.kind = 'notice')
     join funds_file f on f.id = b.file_id and f.state = 'imported'
     where p.id = $1::int8
       and not exists (select from funds_allocation a where a.join_kind = 'payout_bank' and a.from_id = p.id::text and a.to_id = b.file_id || ':' || b.position and ${SURE})
     order by abs(b.amount_minor - p.amount_minor), abs(b.booked_on - p.due_on), b.file_id, b.position limit ${SHOWN}`,
    payout,
  )
  return found.map(({ id }) => id)
}
