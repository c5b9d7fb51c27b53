import type { ReadRows } from '../../read-rows.ts'

/** As many days after the day of the line that held money back as the contract of that day says, of the last such line of these payouts. */
export async function readReleaseDay(rows: ReadRows, payouts: readonly string[]): Promise<string | null> {
  if (payouts.length === 0) return null
  const [found] = await rows<{ releaseOn: string | null }>(
    `select max(l.held_on + (c.document -> 'reserve' ->> 'releaseDays')::int4)::text as "releaseOn"
     from payout p
     cross join lateral (
       select coalesce(s.sales_day, p.sales_day, p.announced_on) as held_on from settlement_line s
       join funds_file f on f.id = s.file_id and f.state = 'imported'
       where s.payout_id = p.id and s.kind = 'reserve' and s.net_minor < 0
     ) as l
     join lateral (
       select document from funds_contract c
       where c.acquirer = p.acquirer and c.merchant_account = p.merchant_account and c.currency = p.currency and c.valid_from <= l.held_on
       order by c.valid_from desc, c.version desc limit 1
     ) as c on true
     where p.id = any ($1::int8[])`,
    payouts,
  )
  return found?.releaseOn ?? null
}
