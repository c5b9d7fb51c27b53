import type pg from 'pg'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { paymentIdDate } from '../../ingest/payment-id-time.ts'

export interface HandLink {
  readonly join: 'payment_line' | 'payout_bank'
  readonly from: string
  readonly to: string
  readonly reason: string
}

const AMOUNTS = {
  payment_line: `select
      (select abs(amount_minor)::float8 from funds_payment where payment_id = $1::uuid and opened_on = $3::date) as own,
      null as "ownCurrency", gross_minor::float8 as theirs, coalesce(gross_currency, currency) as currency
    from settlement_line where file_id = split_part($2, ':', 1)::int8 and position = split_part($2, ':', 2)::int4`,
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

/** Whoever links or takes apart is alone until the transaction ends: what is free is told of rows that others may be taking. */
export const lockLinks = async (client: pg.ClientBase): Promise<void> => {
  await client.query(`select pg_advisory_xact_lock(hashtext('funds_link'))`)
}

/** Joins two rows by a person's word, under `lockLinks`. Gives the link's key; throws `not_found` and `conflict`. */
export async function makeHandLink(
  client: pg.ClientBase,
  ctx: Omit<ServiceContext, 'db'>,
  by: string,
  link: HandLink,
): Promise<string> {
  const { join, from, to, reason } = link
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
  const free = await freeOf(client, link, found)
  if (free === 0)
    throw new ServiceError('conflict', 'One of these belongs to another already: take that apart first.', {
      reason: 'row_taken',
    })
  const key = `hand ${from} ${to} ${ctx.newId()}`
  // A payout below zero is taken from the account.
  const amountMinor = join === 'payout_bank' && found.theirs < 0 ? -free : free
  await client.query(
    `insert into funds_allocation (key, join_kind, from_id, to_id, amount_minor, currency, rule, rule_version, confidence, evidence, made_by)
     values ($1, $2, $3, $4, $5, $6, 'hand', 1, 'certain', $7, $8)`,
    [key, join, from, to, amountMinor, found.currency, JSON.stringify({ reason }), by],
  )
  await recordAct(ctx, client, {
    action: 'funds_link.made',
    target: { type: 'funds_link', id: key },
    after: { join, from, to, amountMinor },
    personal: { reason },
  })
  return key
}

/**
 * How much of both is in no link yet. Of a payment and its line it is all or nothing; a bank line may bring several payouts, and a
 * payout may come in several lines.
 */
async function freeOf(client: pg.ClientBase, { join, from, to }: HandLink, { own, theirs }: Amounts): Promise<number> {
  const { rows } = await client.query<{ from: string; to: string; taken: number }>(
    `select a.from_id as "from", a.to_id as "to", abs(a.amount_minor)::float8 as taken from funds_allocation a
     where (a.from_id = $1 or a.to_id = $2) and a.join_kind = $3 and a.confidence in ('certain', 'strong')
       and a.reverses is null and not exists (select from funds_allocation r where r.reverses = a.key)`,
    [from, to, join],
  )
  const whole = join === 'payment_line' && rows.length > 0
  const isSamePair = rows.some((row) => row.from === from && row.to === to)
  if (whole || isSamePair) return 0
  const left = (amount: number, side: 'from' | 'to', id: string): number =>
    Math.abs(amount) - rows.filter((row) => row[side] === id).reduce((sum, { taken }) => sum + taken, 0)
  return Math.max(0, Math.min(left(own ?? 0, 'from', from), left(theirs, 'to', to)))
}
