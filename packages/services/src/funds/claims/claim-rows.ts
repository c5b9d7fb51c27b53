import type { ReadRows } from '../../read-rows.ts'
import { HAPPENED_AT } from '../expectation/read-waiting.ts'
import { SURE } from '../links/sure-links.ts'
import type { ClaimEvidence } from './claim.ts'

export interface PaymentRow {
  readonly id: string
  readonly basket: string | null
  readonly reference: string | null
  readonly terminal: string | null
  readonly happenedAt: Date
  readonly amountMinor: number
  readonly fee: string | null
}

export interface LineRow extends ClaimEvidence {
  readonly id: string
  readonly acquirerReference: string | null
  readonly merchantReference: string | null
  readonly terminal: string | null
  readonly happenedAt: Date | null
  readonly grossMinor: number
  readonly fees: string
}

export interface PayoutRow {
  readonly id: string
  readonly batch: string
  readonly references: readonly string[]
  readonly amountMinor: number
  readonly net: string
  /** What came for it. */
  readonly arrivedMinor: number
  /** Where the file tells it, or else the first of its lines. */
  readonly told: readonly ClaimEvidence[]
}

export interface BankRow extends ClaimEvidence {
  readonly id: string
  readonly amountMinor: number
}

/** Of one exception. */
export interface RowsOfClaim {
  readonly payments: readonly PaymentRow[]
  readonly lines: readonly LineRow[]
  readonly payouts: readonly PayoutRow[]
  readonly bankLines: readonly BankRow[]
}

interface Ids {
  readonly payments: readonly string[]
  readonly lines: readonly string[]
  readonly payouts: readonly string[]
  readonly bankLines: readonly string[]
}

const FILE = `f.name as file, encode(f.sha256, 'hex') as sha256`
const BY_PLACE = `x.file_id = split_part(i, ':', 1)::int8 and x.position = split_part(i, ':', 2)::int4`

/** The rows that exceptions are about, by their ids, in four questions however many there are. */
export async function readClaimRows(rows: ReadRows, { payments, lines, payouts, bankLines }: Ids) {
  const byId = <Row extends { readonly id: string }>(found: readonly Row[]) => new Map(found.map((row) => [row.id, row]))
  return {
    payments: byId(
      await rows<PaymentRow>(
        `select p.id, p.basket, p.retrieval_reference as reference, p.tid as terminal, ${HAPPENED_AT} as "happenedAt",
           coalesce(f.amount_minor, p.authorised_minor, p.requested_minor)::float8 as "amountMinor", f.fee::text as fee
         from unnest($1::uuid[]) i join payment p on p.id = i
           and p.opened_on = (to_timestamp(('x' || left(replace(i::text, '-', ''), 12))::bit(48)::int8 / 1000.0) at time zone 'UTC')::date
         left join funds_payment f on f.payment_id = p.id and f.opened_on = p.opened_on`,
        payments,
      ),
    ),
    lines: byId(
      await rows<LineRow>(
        `select i as id, ${FILE}, x.line, x.acquirer_reference as "acquirerReference", x.merchant_reference as "merchantReference", x.terminal,
           x.happened_at as "happenedAt", x.gross_minor::float8 as "grossMinor", x.fees::text as fees
         from unnest($1::text[]) i join settlement_line x on ${BY_PLACE} join funds_file f on f.id = x.file_id`,
        lines,
      ),
    ),
    payouts: byId(
      await rows<PayoutRow>(
        `select p.id::text as id, p.batch, p.reference_texts as references, p.amount_minor::float8 as "amountMinor", p.net::text as net,
           coalesce((select sum(a.amount_minor) from funds_allocation a where a.join_kind = 'payout_bank' and a.from_id = p.id::text and ${SURE}), 0)::float8 as "arrivedMinor",
           array(select jsonb_build_object('file', f.name, 'sha256', encode(f.sha256, 'hex'), 'line', x.line)
             from settlement_line x join funds_file f on f.id = x.file_id where x.payout_id = p.id
             order by x.kind <> 'payout', x.file_id, x.position limit 1) as told
         from payout p where p.id = any ($1::int8[])`,
        payouts,
      ),
    ),
    bankLines: byId(
      await rows<BankRow>(
        `select i as id, ${FILE}, x.line, x.amount_minor::float8 as "amountMinor"
         from unnest($1::text[]) i join bank_line x on ${BY_PLACE} join funds_file f on f.id = x.file_id`,
        bankLines,
      ),
    ),
  }
}
