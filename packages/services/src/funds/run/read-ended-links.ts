import type pg from 'pg'
import { HAND_STANDS } from './read-held.ts'

/** A link by hand whose payout another took the place of, with the same amount: what the person said may hold of that one too. */
export interface EndedLink {
  /** Its key. */
  readonly link: string
  /** The payout that counts now. */
  readonly payout: string
  readonly line: string
  readonly amountMinor: number
  readonly currency: string
  /** Minor units, without a sign, that no other link by hand holds. */
  readonly leftOfPayout: number
  readonly leftOfLine: number
}

/** What links by hand to payouts that count hold; where the link of the payout that went still stands, this run takes it back. */
const HELD = (side: string): string =>
  `coalesce((select sum(abs(a.amount_minor)) from funds_allocation a join payout o on o.id = a.from_id::int8 and o.replaced_by is null
    where ${side} and a.run_id is null and a.join_kind = 'payout_bank' and ${HAND_STANDS}), 0)::float8`

/** Not what a person took apart. Of several that name the same two rows the latest. No run has written them: an index has only those. */
export async function readEndedLinks(client: pg.ClientBase): Promise<EndedLink[]> {
  const { rows } = await client.query<EndedLink>(
    `with recursive ended as materialized (
       select a.key, a.to_id as line, a.amount_minor, a.currency, a.made_at, p.amount_minor as sent, p.replaced_by as by
       from funds_allocation a join payout p on p.id = a.from_id::int8 and p.replaced_by is not null
       where a.run_id is null and a.join_kind = 'payout_bank' and a.rule = 'hand' and a.confidence = 'certain' and a.reverses is null
         and not exists (select from funds_allocation r where r.reverses = a.key and r.because = 'person')),
     chain as (
       select key, by from ended
       union select c.key, p.replaced_by from chain c join payout p on p.id = c.by where p.replaced_by is not null)
     select distinct on (q.id, e.line) e.key as link, q.id::text as payout, e.line, e.amount_minor::float8 as "amountMinor", e.currency::text as currency,
       abs(q.amount_minor)::float8 - ${HELD('a.from_id = q.id::text')} as "leftOfPayout",
       abs(b.amount_minor)::float8 - ${HELD('a.to_id = e.line')} as "leftOfLine"
     from ended e join chain c on c.key = e.key
     join payout q on q.id = c.by and q.replaced_by is null and not q.carried_over and q.amount_minor = e.sent and q.currency = e.currency
     join funds_file f on f.id = q.file_id and f.state = 'imported'
     join bank_line b on b.file_id = split_part(e.line, ':', 1)::int8 and b.position = split_part(e.line, ':', 2)::int4
     join funds_file s on s.id = b.file_id and s.state = 'imported'
     order by q.id, e.line, e.made_at desc, e.key`,
  )
  return rows
}
