import type pg from 'pg'
import type { JudgedPayment } from './judge-payments.ts'

const PART = 20_000

/** Where the money of these payments is now, many to a statement. */
export async function writePayments(client: pg.ClientBase, judged: readonly JudgedPayment[], run: number): Promise<void> {
  for (let from = 0; from < judged.length; from += PART) {
    const part = judged.slice(from, from + PART)
    const of = <Value>(read: (one: JudgedPayment) => Value): Value[] => part.map(read)
    await client.query({
      name: 'write-payments',
      text: `update funds_payment f set position = u.position, exits = string_to_array(u.exits, ','), health = u.health,
         settled_minor = u.settled_minor, settled_fee = u.settled_fee, payout_id = u.payout_id, arrived_on = u.arrived_on, open = u.open, run_id = $12
       from unnest($1::int4[], $2::date[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::int8[], $8::numeric[], $9::int8[], $10::date[], $11::bool[])
         u(store_id, opened_on, payment_id, position, exits, health, settled_minor, settled_fee, payout_id, arrived_on, open)
       where f.store_id = u.store_id and f.opened_on = u.opened_on and f.payment_id = u.payment_id`,
      values: [
        of(({ storeId }) => storeId),
        of(({ openedOn }) => openedOn),
        of(({ id }) => id),
        of(({ status }) => status.position),
        of(({ status }) => status.exits.join(',')),
        of(({ status }) => status.health),
        of(({ status }) => status.settledMinor),
        of(({ status }) => status.settledFee),
        of(({ status }) => status.payoutId),
        of(({ status }) => status.arrivedOn),
        of(({ status }) => status.open),
        run,
      ],
    })
  }
}
