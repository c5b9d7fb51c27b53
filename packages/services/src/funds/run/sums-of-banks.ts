import {
  checkBankLine,
  checkStatement,
  type Decimal,
  fromMinorUnits,
  type Identity,
  parseDecimal,
} from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { settlementTools } from '../settlement-tools.ts'

/** A payout may have been due as many days before its money came. */
const WEEKS_LATE = 60
const ZERO: Decimal = { units: 0n, scale: 0 }
const exact = (text: string): Decimal => parseDecimal(text) ?? ZERO

const LINES = `select file_id || ':' || position as line, currency::text as currency, amount::text as amount
  from bank_line where booked_on >= $1::date order by file_id, position`

/** Looked up by the lines' names: of these conditions together the planner expects one row, and would try each with each. */
const LINKED = `select a.to_id as line, sum(a.amount_minor)::text as minor, array_agg(a.from_id) as payouts
  from funds_allocation a where a.to_id = any ($1::text[]) and a.join_kind = 'payout_bank' and a.confidence in ('certain', 'strong')
    and a.reverses is null and not exists (select from funds_allocation r where r.reverses = a.key) group by a.to_id`

/** What a line has more than its payouts: above what comes, or above what is taken. */
const OVER = `select u.line, coalesce(sum(e.amount_minor) filter (where e.code = 'OVER_PAID'), 0)::text as over,
    coalesce(sum(e.amount_minor) filter (where e.code = 'SHORT_PAID'), 0)::text as short
  from funds_exception e cross join unnest(e.bank_lines) u(line)
  where e.code in ('OVER_PAID', 'SHORT_PAID') and e.state <> 'closed' and e.day >= $1::date - ${WEEKS_LATE} group by u.line`

/** Σ of what is allocated on a line, and what an exception says is over, = the amount of the line. */
export async function checkBankLines(
  client: pg.ClientBase,
  since: string,
  toleranceMinor: (payout: string) => number,
): Promise<Identity[]> {
  const { rows: lines } = await client.query<{ line: string; currency: string; amount: string }>(LINES, [since])
  const { rows: linked } = await client.query<{ line: string; minor: string; payouts: string[] }>(LINKED, [
    lines.map(({ line }) => line),
  ])
  const linkedOf = new Map(linked.map((row) => [row.line, row]))
  const { rows: told } = await client.query<{ line: string; over: string; short: string }>(OVER, [since])
  const toldOf = new Map(told.map((row) => [row.line, row]))
  return lines.flatMap(({ line, currency, amount }) => {
    const link = linkedOf.get(line)
    if (link === undefined) return []
    const exponent = settlementTools.minorUnitExponent(currency) ?? 2
    const allocated = fromMinorUnits(BigInt(link.minor), exponent)
    const whole = exact(amount)
    const { over, short } = toldOf.get(line) ?? { over: '0', short: '0' }
    const rest = fromMinorUnits(whole.units < 0n ? -BigInt(short) : BigInt(over), exponent)
    const tolerated = link.payouts.reduce((sum, payout) => sum + toleranceMinor(payout), 0)
    return [checkBankLine(line, allocated, rest, whole, fromMinorUnits(BigInt(tolerated), exponent))]
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
