import type { MatchPayment } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { fetchRows } from './fetch-rows.ts'
import type { HeldStatus, RunPayment } from './read-payments.ts'

/** A payment that has its line and waits for its money, or whose money has moved. */
export interface SettledPayment {
  readonly storeId: number
  readonly openedOn: string
  readonly id: string
  readonly outcome: MatchPayment['outcome']
  readonly amountMinor: number
  readonly refundedMinor: number
  readonly toleranceMinor: number
  readonly due: RunPayment['due']
  readonly held: HeldStatus
  /** The payout it is in: another than is held where a corrected file, or the other half of a bill, took that one's place. */
  readonly nowIn: number | null
}

type Row = HeldStatus &
  Omit<SettledPayment, 'held' | 'due' | 'outcome' | 'nowIn'> & {
    outcome: string
    reversed: boolean
    lateAfter: string
    missingAfter: string
    fileDue: string
  }

/** `moved`: payouts that something has happened to, whose payments may have been closed long ago. */
export async function readSettled(client: pg.ClientBase, moved: readonly number[]): Promise<SettledPayment[]> {
  const settled: SettledPayment[] = []
  await fetchRows<Row>(
    client,
    // What came of them is joined first, by one column: by three that say the same the planner expects one row.
    `with held as materialized (
       select * from funds_payment f where f.settled_minor is not null and f.state = 'expected' and (f.open or f.run_id is null or f.payout_id = any ($1::int8[]))),
     f as materialized (
       select h.*, c.reversed, c.refunded from held h left join (
         select c.parent, bool_or(c.kind = 'reversal') as reversed,
           sum(coalesce(c.authorised_minor, c.requested_minor)) filter (where c.kind = 'refund') as refunded
         from held h join payment c on c.parent = h.payment_id
         where c.parent is not null and c.outcome = 'approved' and c.opened_on >= (select min(opened_on) from held)
         group by c.parent) c on c.parent = h.payment_id)
     select f.store_id as "storeId", f.opened_on::text as "openedOn", f.payment_id as id, p.outcome, coalesce(f.reversed, false) as reversed,
       f.amount_minor::float8 as "amountMinor", coalesce(f.refunded, 0)::float8 as "refundedMinor",
       coalesce((k.document -> 'tolerance' ->> 'grossMinor')::int, 0) as "toleranceMinor",
       f.late_after::text as "lateAfter", f.missing_after::text as "missingAfter", f.file_due::text as "fileDue", f.position, f.exits, f.health,
       f.settled_minor::float8 as "settledMinor", f.settled_fee::text as "settledFee", f.payout_id::float8 as "payoutId",
       f.arrived_on::text as "arrivedOn", f.open, f.run_id is not null as judged
     from f join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id
     left join funds_contract k on k.id = f.contract_id and k.version = f.contract_version`,
    [moved],
    ({ lateAfter, missingAfter, fileDue, outcome, reversed, ...row }) => {
      const { position, exits, health, settledMinor, settledFee, payoutId, arrivedOn, open, judged, ...payment } = row
      settled.push({
        ...payment,
        outcome: reversed
          ? 'voided'
          : outcome === 'approved' || outcome === 'declined' || outcome === 'cancelled'
            ? outcome
            : 'unknown',
        due: { lateAfter, missingAfter, fileDue },
        nowIn: payoutId,
        held: { position, exits, health, settledMinor, settledFee, payoutId, arrivedOn, open, judged },
      })
    },
  )
  return followReplaced(client, settled)
}

/** Payments whose lines this run does not read, with the payout that stands now for the one they were written with. */
async function followReplaced(client: pg.ClientBase, settled: SettledPayment[]): Promise<SettledPayment[]> {
  const ids = new Set(settled.flatMap(({ held }) => held.payoutId ?? []))
  const { rows } = await client.query<{ id: number; by: number }>(
    `with recursive chain as (
       select p.id, p.replaced_by as by from payout p where p.id = any ($1::int8[]) and p.replaced_by is not null
       union all select c.id, p.replaced_by from chain c join payout p on p.id = c.by where p.replaced_by is not null)
     select id::float8 as id, max(by)::float8 as by from chain group by id`,
    [[...ids]],
  )
  if (rows.length === 0) return settled
  const successors = new Map(rows.map(({ id, by }) => [id, by]))
  return settled.map((payment) => ({
    ...payment,
    nowIn: successors.get(payment.held.payoutId ?? 0) ?? payment.held.payoutId,
  }))
}
