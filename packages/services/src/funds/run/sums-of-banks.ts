import {
  checkBankLine,
  checkStatement,
  type Decimal,
  fromMinorUnits,
  type Identity,
  parseDecimal,
  subtract,
} from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { settlementTools } from '../settlement-tools.ts'

/** A payout may have been due as many days before its money came. */
const WEEKS_LATE = 60
const ZERO: Decimal = { units: 0n, scale: 0 }
const exact = (text: string): Decimal => parseDecimal(text) ?? ZERO

/** Σ of what is allocated on a line, and what an exception says is over, = the amount of the line. */
export async function checkBankLines(
  client: pg.ClientBase,
  since: string,
  toleranceMinor: (payout: string) => number,
): Promise<Identity[]> {
  const { rows } = await client.query<{
    line: string
    currency: string
    amount: string
    allocatedMinor: string
    overMinor: string
    byHand: boolean
    payouts: string[]
  }>(
    `with linked as materialized (
       select a.to_id as line, sum(a.amount_minor) as minor, bool_or(a.rule = 'hand') as by_hand, array_agg(a.from_id) as payouts
       from bank_line b join funds_allocation a on a.to_id = b.file_id || ':' || b.position and a.join_kind = 'payout_bank'
         and a.confidence in ('certain', 'strong')
       where b.booked_on >= $1::date and a.reverses is null
         and not exists (select from funds_allocation r where r.reverses = a.key) group by a.to_id
     ), over as (
       select u.line, sum(e.amount_minor) as minor from funds_exception e cross join unnest(e.bank_lines) u(line)
       where e.code = 'OVER_PAID' and e.state <> 'closed' and e.day >= $1::date - ${WEEKS_LATE} group by u.line
     )
     select l.line, b.currency::text as currency, b.amount::text as amount, l.minor::text as "allocatedMinor", l.by_hand as "byHand",
       l.payouts, coalesce(o.minor, 0)::text as "overMinor"
     from linked l join bank_line b on b.file_id = split_part(l.line, ':', 1)::int8 and b.position = split_part(l.line, ':', 2)::int4
     left join over o on o.line = l.line order by b.file_id, b.position`,
    [since],
  )
  return rows.map(({ line, currency, amount, allocatedMinor, overMinor, byHand, payouts }) => {
    const exponent = settlementTools.minorUnitExponent(currency) ?? 2
    const allocated = fromMinorUnits(BigInt(allocatedMinor), exponent)
    // What a person links, they link whatever the amounts are.
    const whole = exact(amount)
    const rest = byHand ? subtract(whole, allocated) : fromMinorUnits(BigInt(overMinor), exponent)
    const tolerated = payouts.reduce((sum, payout) => sum + toleranceMinor(payout), 0)
    return checkBankLine(line, allocated, rest, whole, fromMinorUnits(BigInt(tolerated), exponent))
  })
}

/** Opening + Σ booked entries = closing, of each statement of the last weeks. */
export async function checkStatements(client: pg.ClientBase, since: string): Promise<Identity[]> {
  const { rows } = await client.query<Record<'about' | 'opening' | 'credits' | 'debits' | 'closing', string>>(
    `select a.number || ' ' || s.closing_on || ' ' || s.id as about, s.opening::text as opening, s.closing::text as closing,
       coalesce(sum(b.amount) filter (where b.amount > 0), 0)::text as credits, coalesce(sum(b.amount) filter (where b.amount < 0), 0)::text as debits
     from bank_statement s join funds_file f on f.id = s.file_id and f.state = 'imported' join bank_account a on a.id = s.bank_account_id
     left join bank_line b on b.statement_id = s.id and b.booked and b.currency = s.currency
     where s.kind = 'booked' and s.opening is not null and s.closing is not null and s.closing_on >= $1::date
     group by s.id, a.number order by s.id`,
    [since],
  )
  return rows.map(({ about, opening, credits, debits, closing }) =>
    checkStatement({
      about,
      ...{ opening: exact(opening), credits: exact(credits), debits: exact(debits), closing: exact(closing) },
    }),
  )
}
