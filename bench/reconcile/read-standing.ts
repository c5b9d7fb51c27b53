import { type Confidence, dayNumber, payoutId } from '@counterfoil/settlement/funds'
import type { Standing, StandingException } from '@counterfoil/settlement/generator'
import type pg from 'pg'

interface Link {
  readonly from: string
  readonly to: string
  readonly amountMinor: number
  readonly rule: string
  readonly confidence: Confidence
  readonly child: boolean
  readonly payout: string | null
}

const STANDS = `a.reverses is null and not exists (select from funds_allocation r where r.reverses = a.key)`
/** The generator's own number stands in a payment's last digits. */
const generated = (id: string): string => `00000000-0000-4000-8000-${id.slice(-12)}`

/** What stands in the database after a run, named as the truth names it. */
export async function readStanding(pool: pg.Pool): Promise<Standing> {
  const { rows: payouts } = await pool.query<Record<'id' | 'acquirer' | 'account' | 'currency' | 'batch' | 'due', string>>(
    `select p.id::text as id, acquirer, merchant_account as account, currency, batch, due_on::text as due from payout p
     join funds_file f on f.id = p.file_id and f.state = 'imported'`,
  )
  const names = new Map(
    payouts.map(({ id, acquirer, account, currency, batch }) => [id, payoutId(acquirer, account, currency, batch)]),
  )
  const nameOf = (id: string | null): string => names.get(id ?? '') ?? ''
  const { rows: links } = await pool.query<Link>(
    `select a.from_id as from, a.to_id as to, a.amount_minor as "amountMinor", a.rule, a.confidence, a.evidence ? 'kind' as child,
       l.payout_id::text as payout
     from funds_allocation a join settlement_line l on l.file_id = split_part(a.to_id, ':', 1)::int8 and l.position = split_part(a.to_id, ':', 2)::int4
     where a.join_kind = 'payment_line' and ${STANDS}`,
  )
  const { rows: arrivals } = await pool.query<Link>(
    `select a.from_id as from, a.to_id as to, a.amount_minor as "amountMinor", a.rule, a.confidence from funds_allocation a
     where a.join_kind = 'payout_bank' and ${STANDS}`,
  )
  const { rows: exceptions } = await pool.query<StandingException>(
    `select code, key, payments::text[] as payments, lines, payouts::text[] as payouts, bank_lines as "bankLines", files::text[] as files
     from funds_exception where state = 'open'`,
  )
  return {
    pairs: links
      .filter(({ child }) => !child)
      .map(({ from, to, amountMinor, rule, confidence, payout }) => ({
        ...{ payment: generated(from), line: to, payout: nameOf(payout), amountMinor, rule: { id: rule, confidence } },
      })),
    children: links.filter(({ child }) => child).map(({ from, to }) => ({ line: to, parent: generated(from) })),
    payouts: [...Map.groupBy(arrivals, ({ from }) => from)].map(([from, own]) => ({
      ...{
        payout: nameOf(from),
        bankLines: own.map(({ to }) => to),
        amountMinor: own.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      },
      rule: { id: own[0]?.rule ?? '', confidence: own[0]?.confidence ?? 'proposal' },
    })),
    due: new Map(payouts.map(({ id, due }) => [nameOf(id), dayNumber(due)])),
    raised: exceptions.map((one) => ({ ...one, payments: one.payments.map(generated), payouts: one.payouts.map(nameOf) })),
  }
}
