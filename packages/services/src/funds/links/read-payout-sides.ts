import { inOrder, type LinkSide, type ReadSides } from './link-side.ts'
import { SURE } from './sure-links.ts'

const linked = (side: string): string =>
  `coalesce((select sum(a.amount_minor) from funds_allocation a where ${side} and a.join_kind = 'payout_bank' and ${SURE}), 0)`

/** Payouts, each with what no bank line has brought yet. */
export const readPayoutSides: ReadSides = async (rows, ids) => {
  const found = await rows<LinkSide>(
    `select p.id::text as id, (p.amount_minor - ${linked('a.from_id = p.id::text')})::float8 as "amountMinor", p.currency::text as currency,
       p.due_on::text as day, null as "atMs", b.name as place, null as terminal, null as last4, p.reference_texts as references,
       p.acquirer, p.batch, null as file, null as line
     from payout p left join bank_account b on b.id = p.bank_account_id where p.id = any ($1::int8[])`,
    ids,
  )
  return inOrder(ids, found)
}

/** Lines of statements, each with what no payout has of it yet. */
export const readBankSides: ReadSides = async (rows, ids) => {
  const found = await rows<LinkSide>(
    `select u.id, (b.amount_minor - ${linked('a.to_id = u.id')})::float8 as "amountMinor", b.currency::text as currency,
       b.booked_on::text as day, null as "atMs", t.name as place, null as terminal, null as last4,
       array_remove(array[b.text, b.counterparty, b.bank_reference], null) as references, null as acquirer, null as batch, f.name as file, b.line
     from unnest($1::text[]) u(id)
     join bank_line b on b.file_id = split_part(u.id, ':', 1)::int8 and b.position = split_part(u.id, ':', 2)::int4
     join bank_account t on t.id = b.bank_account_id join funds_file f on f.id = b.file_id`,
    ids,
  )
  return inOrder(ids, found)
}
