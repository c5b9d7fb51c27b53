import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ServiceContext } from '@counterfoil/services'
import { expectPayments } from '@counterfoil/services/funds'
import { FAMILIES, type StorePayment } from '@counterfoil/settlement/generator'
import type pg from 'pg'
import { copyIn, type Field } from './copy-rows.ts'

const COLUMNS = [
  ...['id', 'acquirer', 'merchantAccount', 'currency', 'kind', 'outcome', 'amountMinor', 'store', 'terminal', 'method'],
  ...['happenedAtMs', 'acquirerReference', 'ourReference', 'authorisationCode', 'traceNumber', 'last4', 'originalReference'],
] as const satisfies readonly (keyof StorePayment)[]
const NAMES = COLUMNS.map((name) => `"${name}"`)
const NUMBERS = new Set(['amountMinor', 'happenedAtMs'])

/** A till's id tells its time: the number that the generator gave stays in its last digits. */
const ID = `(lpad(to_hex(t."happenedAtMs"), 12, '0') || '70008000' || right(t.id, 12))::uuid`
const PAYMENT = `insert into payment (store_id, opened_on, id, lane_id, terminal_id, agent_id, kind, intake, parent, basket, requested_minor, currency,
    authorised_minor, outcome, final, scheme, last4, authorisation_code, trace, retrieval_reference, tid, merchant_number, opened_at, answered_at,
    business_date, time_zone, last_epoch, last_seq)
  select right(t.store, 4)::int4, (at at time zone 'UTC')::date, ${ID}, 1, 1, 1, t.kind, 'tapped', o.uuid, t."ourReference", t."amountMinor", t.currency,
    case when t.outcome <> 'declined' then t."amountMinor" end, case t.outcome when 'voided' then 'approved' else t.outcome end, true, t.method, t.last4,
    t."authorisationCode", t."traceNumber", t."acquirerReference", t.terminal, t."merchantAccount", at, at, (at at time zone z.zone)::date, z.zone, 1, 1
  from bench_payment t cross join lateral to_timestamp(t."happenedAtMs" / 1000.0) at
  join unnest($1::text[], $2::text[]) z(acquirer, zone) using (acquirer)
  left join (select "acquirerReference" as reference, ${ID} as uuid from bench_payment t where kind = 'sale') o on o.reference = t."originalReference"`
/** A void is a payment of its own, a minute later. */
const VOIDS = `insert into payment (store_id, opened_on, id, lane_id, terminal_id, agent_id, kind, intake, parent, requested_minor, currency, authorised_minor,
    outcome, final, tid, merchant_number, opened_at, answered_at, business_date, time_zone, last_epoch, last_seq)
  select p.store_id, (v.at at time zone 'UTC')::date, (lpad(to_hex((extract(epoch from v.at) * 1000)::int8), 12, '0') || '70009000' || right(p.id::text, 12))::uuid,
    1, 1, 1, 'reversal', 'tapped', p.id, p.requested_minor, p.currency, p.requested_minor, 'approved', true, p.tid, p.merchant_number, v.at, v.at, p.business_date,
    p.time_zone, 1, 1
  from payment p join bench_payment t on t.outcome = 'voided' and ${ID} = p.id cross join lateral (select p.opened_at + interval '1 minute' as at) v`
/** As a payment's own transaction opens it: for what was taken, and nothing else. */
const EXPECTATIONS = `insert into funds_payment (store_id, opened_on, payment_id, kind, currency, amount_minor)
  select store_id, opened_on, id, kind, currency, requested_minor from payment where outcome in ('approved', 'unknown') and kind <> 'reversal'`
const PART = 20_000

/** Puts what the tills recorded where a hub has it before any file arrives, and says of each when its money is due. */
export async function seedPayments(ctx: ServiceContext, client: pg.ClientBase, path: string): Promise<void> {
  await client.query(
    `create unlogged table bench_payment (${COLUMNS.map((name) => `"${name}" ${NUMBERS.has(name) ? 'int8' : 'text'}`).join(', ')})`,
  )
  const copy = await copyIn(client, `copy bench_payment (${NAMES.join(', ')}) from stdin`)
  let count = 0
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const payment = JSON.parse(line) as StorePayment
    copy.row(COLUMNS.map((name): Field => payment[name]))
    if (++count % 50_000 === 0) await copy.drained()
  }
  await copy.end()
  await client.query(PAYMENT, [FAMILIES.map(({ id }) => id), FAMILIES.map(({ clock }) => clock.zone)])
  await client.query(VOIDS)
  await client.query('drop table bench_payment')
  await client.query(EXPECTATIONS)
  await client.query('analyze payment, funds_payment')
  while ((await expectPayments(ctx, { most: PART })) === PART);
  await client.query('vacuum analyze funds_payment')
}
