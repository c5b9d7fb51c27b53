import type pg from 'pg'
import { ServiceError } from '../../errors.ts'
import { paymentIdDate } from '../../ingest/payment-id-time.ts'
import { CLAIMS, PROPOSED, SURE } from './sure-links.ts'

/** Two rows that a person says belong together. */
export interface HandPair {
  readonly join: 'payment_line' | 'payout_bank'
  readonly from: string
  readonly to: string
}

export interface MeasuredLink {
  /** As a link holds it: below zero where money is taken from the account. */
  readonly amountMinor: number
  readonly currency: string
  /** The larger of both rows: what a wrong link would hide. */
  readonly sizeMinor: number
}

const AMOUNTS = {
  // Two moneys are held against each other only where somebody tells both amounts: the line, which was settled in the sale's own
  // currency, or the terminal, of a sale that the customer has paid in another one.
  payment_line: `select
      case when f.currency <> t.currency and p.dcc_currency = t.currency then p.dcc_minor else abs(f.amount_minor) end::float8 as own,
      case when f.currency <> t.currency and p.dcc_currency = t.currency then p.dcc_currency else f.currency end as "ownCurrency",
      t.minor::float8 as theirs, t.currency
    from settlement_line l join currency c on c.code = l.currency
    left join funds_payment f on f.payment_id = $1::uuid and f.opened_on = $3::date
    left join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id
    cross join lateral (select l.gross_currency <> f.currency and l.currency = f.currency as settled) s
    cross join lateral (select case when s.settled then l.currency else coalesce(l.gross_currency, l.currency) end as currency,
      case when s.settled then round((l.net + l.fees) * 10 ^ c.exponent) else l.gross_minor end as minor) t
    where l.file_id = split_part($2, ':', 1)::int8 and l.position = split_part($2, ':', 2)::int4`,
  payout_bank: `select
      (select amount_minor::float8 from payout where id = $1::int8 and $3::date is null) as own,
      (select currency from payout where id = $1::int8) as "ownCurrency", amount_minor::float8 as theirs, currency
    from bank_line where file_id = split_part($2, ':', 1)::int8 and position = split_part($2, ':', 2)::int4
      and not exists (select from bank_statement s where s.id = statement_id and s.kind = 'notice')`,
} as const

interface Amounts {
  readonly own: number | null
  readonly ownCurrency: string | null
  readonly theirs: number
  readonly currency: string
}

/** What a link of two rows would hold. Throws `not_found`, and `conflict` where money differs in kind or is in another link. */
export async function measureLink(client: pg.ClientBase, pair: HandPair): Promise<MeasuredLink> {
  const { join, from, to } = pair
  const { rows } = await client.query<Amounts>(AMOUNTS[join], [from, to, join === 'payment_line' ? paymentIdDate(from) : null])
  const [found] = rows
  if (found === undefined || found.own === null) throw new ServiceError('not_found', 'One of these rows is not there.')
  if (join === 'payout_bank' && (found.ownCurrency !== found.currency || found.own > 0 !== found.theirs > 0))
    throw new ServiceError(
      'conflict',
      'The payout is of another currency, or goes the other way, than the line on the statement.',
      {
        reason: 'money_differs',
      },
    )
  if (found.ownCurrency !== found.currency)
    throw new ServiceError(
      'conflict',
      'The sale is in another currency than the line, and nothing tells its amount in that one.',
      {
        reason: 'currency_differs',
      },
    )
  const free = await freeOf(client, pair, found)
  if (free === 0)
    throw new ServiceError('conflict', 'One of these belongs to another already: take that apart first.', {
      reason: 'row_taken',
    })
  return {
    // A payout below zero is taken from the account.
    amountMinor: join === 'payout_bank' && found.theirs < 0 ? -free : free,
    currency: found.currency,
    sizeMinor: Math.max(Math.abs(found.own), Math.abs(found.theirs)),
  }
}

/**
 * How much of both is in no link yet. Of a payment and its line it is all or nothing; a bank line may bring several payouts, and a
 * payout may come in several lines.
 */
async function freeOf(client: pg.ClientBase, { join, from, to }: HandPair, { own, theirs }: Amounts): Promise<number> {
  const { rows } = await client.query<{ from: string; to: string; taken: number }>(
    `select a.from_id as "from", a.to_id as "to", abs(a.amount_minor)::float8 as taken from funds_allocation a
     where (a.from_id = $1 or a.to_id = $2) and a.join_kind = $3 and ${SURE} and (a.join_kind = 'payout_bank' or ${CLAIMS})`,
    [from, to, join],
  )
  const whole = join === 'payment_line' && rows.length > 0
  const isSamePair = rows.some((row) => row.from === from && row.to === to)
  if (whole || isSamePair) return 0
  const left = (amount: number, side: 'from' | 'to', id: string): number =>
    Math.abs(amount) - rows.filter((row) => row[side] === id).reduce((sum, { taken }) => sum + taken, 0)
  return Math.max(0, Math.min(left(own ?? 0, 'from', from), left(theirs, 'to', to)))
}

/** Throws `conflict` where somebody has proposed the very pair and nobody has answered. */
export async function refuseAsked(client: pg.ClientBase, { join, from, to }: HandPair): Promise<void> {
  const { rowCount } = await client.query(
    `select from funds_allocation a where a.from_id = $1 and a.to_id = $2 and a.join_kind = $3 and a.rule = 'hand' and ${PROPOSED}`,
    [from, to, join],
  )
  if (rowCount !== 0)
    throw new ServiceError('conflict', 'Somebody has proposed this already: another person says yes or no to it.', {
      reason: 'link_proposed',
    })
}
