import type { BuiltEntry } from '../audit/build-entry.ts'
import type { BatchRows, EventRow, TotalsRow } from './batch-rows.ts'
import { type Column, columnValues, unnestSql } from './columns.ts'
import { EXPECTED, expectMoney } from './expect-money.ts'
import type { ConditionHead, ConditionInterval, ConditionRow } from './fold-conditions.ts'
import type { SalesSum } from './fold-sales.ts'
import type { GroupRows, StreamMove } from './group-rows.ts'
import { PAYMENT_COLUMNS } from './payment-columns.ts'
import type { PaymentState } from './payment-state.ts'

const STORES: readonly Column<number>[] = [{ name: 'store_id', type: 'int4', read: (id) => id }]

const STREAMS: readonly Column<StreamMove>[] = [
  { name: 'agent_id', type: 'int4', read: (move) => move.agentId },
  { name: 'epoch', type: 'int4', read: (move) => move.epoch },
  { name: 'from_seq', type: 'int8', read: (move) => move.fromSeq },
  { name: 'from_head', type: 'bytea', read: (move) => move.fromHead },
  { name: 'to_seq', type: 'int8', read: (move) => move.toSeq },
  { name: 'to_head', type: 'bytea', read: (move) => move.toHead },
]

const EVENTS: readonly Column<EventRow>[] = [
  { name: 'store_id', type: 'int4', read: (row) => row.storeId },
  { name: 'agent_id', type: 'int4', read: (row) => row.agentId },
  { name: 'epoch', type: 'int4', read: (row) => row.epoch },
  { name: 'seq', type: 'int8', read: (row) => row.seq },
  { name: 'at', type: 'timestamptz', read: (row) => row.atMs },
  { name: 'kind', type: 'text', read: (row) => row.kind },
  { name: 'understood', type: 'bool', read: (row) => row.understood },
  { name: 'terminal_id', type: 'int4', read: (row) => row.terminalId },
  { name: 'payment_id', type: 'uuid', read: (row) => row.paymentId },
  { name: 'body', type: 'bytea', read: (row) => row.body },
  { name: 'hash', type: 'bytea', read: (row) => row.hash },
  { name: 'cut', type: 'bool', read: (row) => row.cut },
]

const BATCHES: readonly Column<BatchRows>[] = [
  { name: 'agent_id', type: 'int4', read: (row) => row.agentId },
  { name: 'epoch', type: 'int4', read: (row) => row.epoch },
  { name: 'first_seq', type: 'int8', read: (row) => row.firstSeq },
  { name: 'last_seq', type: 'int8', read: (row) => row.lastSeq },
  { name: 'prev_head', type: 'bytea', read: (row) => row.prevHead },
  { name: 'head', type: 'bytea', read: (row) => row.head },
  { name: 'signature', type: 'bytea', read: (row) => row.signature },
]

const SALES: readonly Column<SalesSum>[] = [
  { name: 'store_id', type: 'int4', read: (sum) => sum.storeId },
  { name: 'business_date', type: 'date', read: (sum) => sum.businessDate },
  { name: 'currency', type: 'text', read: (sum) => sum.currency },
  { name: 'scheme', type: 'text', read: (sum) => sum.scheme },
  { name: 'funding', type: 'text', read: (sum) => sum.funding },
  { name: 'wallet', type: 'text', read: (sum) => sum.wallet },
  { name: 'sales_minor', type: 'int8', read: (sum) => sum.salesMinor },
  { name: 'approved', type: 'int4', read: (sum) => sum.approved },
  { name: 'declined', type: 'int4', read: (sum) => sum.declined },
  { name: 'cancelled', type: 'int4', read: (sum) => sum.cancelled },
]
export const MINUTES: readonly Column<SalesSum>[] = [
  ...SALES,
  { name: 'minute', type: 'timestamptz', read: (sum) => sum.minuteMs },
]
export const DAYS: readonly Column<SalesSum>[] = [
  ...SALES,
  { name: 'refunded_minor', type: 'int8', read: (sum) => sum.refundedMinor },
]

const HEADS: readonly Column<ConditionHead>[] = [
  { name: 'terminal_id', type: 'int4', read: ({ first }) => first.terminalId },
  { name: 'since', type: 'timestamptz', read: ({ first }) => first.sinceMs },
  { name: 'second_since', type: 'timestamptz', read: ({ secondSinceMs }) => secondSinceMs },
  { name: 'condition', type: 'text', read: ({ first }) => first.condition },
  { name: 'reason', type: 'text', read: ({ first }) => first.reason },
  { name: 'code', type: 'text', read: ({ first }) => first.code },
  { name: 'text', type: 'text', read: ({ first }) => first.text },
]

export const INTERVALS: readonly Column<ConditionInterval>[] = [
  { name: 'terminal_id', type: 'int4', read: (row) => row.terminalId },
  { name: 'since', type: 'timestamptz', read: (row) => row.sinceMs },
  { name: 'until', type: 'timestamptz', read: (row) => row.untilMs },
  { name: 'condition', type: 'text', read: (row) => row.condition },
  { name: 'reason', type: 'text', read: (row) => row.reason },
  { name: 'code', type: 'text', read: (row) => row.code },
  { name: 'text', type: 'text', read: (row) => row.text },
  { name: 'agent_id', type: 'int4', read: (row) => row.agentId },
  { name: 'epoch', type: 'int4', read: (row) => row.epoch },
  { name: 'seq', type: 'int8', read: (row) => row.seq },
]
const CONDITIONS: readonly Column<ConditionRow>[] = [...INTERVALS, { name: 'nth', type: 'int4', read: (row) => row.index }]

export const TOTALS: readonly Column<TotalsRow>[] = [
  { name: 'store_id', type: 'int4', read: (row) => row.storeId },
  { name: 'agent_id', type: 'int4', read: (row) => row.agentId },
  { name: 'epoch', type: 'int4', read: (row) => row.epoch },
  { name: 'seq', type: 'int8', read: (row) => row.seq },
  { name: 'terminal_id', type: 'int4', read: (row) => row.terminalId },
  { name: 'at', type: 'timestamptz', read: (row) => row.atMs },
  { name: 'currency', type: 'text', read: (row) => row.currency },
  { name: 'amount_minor', type: 'int8', read: (row) => row.amountMinor },
  { name: 'receipt_from', type: 'text', read: (row) => row.receiptFrom },
  { name: 'receipt_to', type: 'text', read: (row) => row.receiptTo },
  { name: 'brands', type: 'jsonb', read: (row) => row.brandsJson },
  { name: 'result_code', type: 'text', read: (row) => row.resultCode },
]

const ENTRIES: readonly Column<BuiltEntry>[] = [
  { name: 'id', type: 'uuid', read: (entry) => entry.id },
  { name: 'acted_at', type: 'timestamptz', read: (entry) => entry.actedAt.getTime() },
  { name: 'action', type: 'text', read: (entry) => entry.action },
  { name: 'outcome', type: 'text', read: (entry) => entry.outcome },
  { name: 'actor_type', type: 'text', read: (entry) => entry.actorType },
  { name: 'actor_id', type: 'text', read: (entry) => entry.actorId },
  { name: 'target_type', type: 'text', read: (entry) => entry.targetType },
  { name: 'target_id', type: 'text', read: (entry) => entry.targetId },
  { name: 'body', type: 'bytea', read: (entry) => entry.body },
  { name: 'reason', type: 'text', read: (entry) => entry.reason },
]

const names = (columns: readonly Column<never>[]): string => columns.map(({ name }) => name).join(', ')
const payments: readonly Column<PaymentState>[] = PAYMENT_COLUMNS
const paymentKey = new Set(['store_id', 'opened_on', 'id'])
const paymentUpdates = payments.filter(({ name }) => !paymentKey.has(name)).map(({ name }) => `${name} = excluded.${name}`)
const same = (a: string, b: string): string =>
  `(${a}.condition, ${a}.reason, ${a}.code, ${a}.text) is not distinct from (${b}.condition, ${b}.reason, ${b}.code, ${b}.text)`

/**
 * The whole group is one statement. `gate` comes first everywhere: it has locked the stores' rows in store order, so that two
 * hubs never wait for each other in a ring. The fence is at the end: unless every stream stood where the group begins, the
 * division by zero takes everything back.
 *
 * `gate.at` is the commit's time: the database's clock, but later than every earlier commit of these stores, even if that
 * clock was set back or two commits fall into one millisecond. So (recorded_at, agent, epoch, number) is the order in which
 * a store's events were counted, and the events recorded before some instant are a beginning of it.
 */
function buildStatement(): string {
  let next = 1
  const unnest = <Row>(columns: readonly Column<Row>[], alias: string): string => {
    const { sql, count } = unnestSql(columns, next, alias)
    next += count
    return sql
  }
  return `
with locked as materialized (
  select s.store_id, s.updated_at from store_rev s join ${unnest(STORES, 'u')} on s.store_id = u.store_id order by s.store_id for update of s
), gate as materialized (
  select count(*) as stores, date_trunc('milliseconds', greatest(now(), max(updated_at) + interval '1 millisecond')) as at from locked
), rev as (
  update store_rev s set rev = s.rev + 1, updated_at = gate.at from gate, locked l where s.store_id = l.store_id returning s.store_id, s.rev
), moved as (
  update agent_stream x set high_water = u.to_seq, head = u.to_head from gate, ${unnest(STREAMS, 'u')}
  where x.agent_id = u.agent_id and x.epoch = u.epoch and x.high_water = u.from_seq and x.head = u.from_head returning 1
), written_events as (
  insert into event (recorded_on, recorded_at, ${names(EVENTS)})
  select (gate.at at time zone 'UTC')::date, gate.at, u.store_id, u.agent_id, u.epoch, u.seq, coalesce(u.at, gate.at), u.kind, u.understood,
    u.terminal_id, u.payment_id, u.body, u.hash, u.cut from gate, ${unnest(EVENTS, 'u')}
), written_batches as (
  insert into agent_batch (recorded_at, ${names(BATCHES)}) select gate.at, u.* from gate, ${unnest(BATCHES, 'u')}
), written_payments as (
  insert into payment (recorded_at, updated_at, ${names(payments)}) select gate.at, gate.at, u.* from gate, ${unnest(payments, 'u')}
  on conflict (store_id, opened_on, id) do update set ${paymentUpdates.join(', ')}, updated_at = excluded.updated_at
  where (payment.last_epoch, payment.last_seq) <= (excluded.last_epoch, excluded.last_seq)
    or (payment.last_epoch = excluded.last_epoch and payment.agent_id <> excluded.agent_id)
), expected as materialized (
  select u.* from gate, ${unnest(EXPECTED, 'u')}
), written_expectations as (
  insert into funds_payment as f (store_id, opened_on, payment_id, kind, currency, amount_minor)
  select store_id, opened_on, payment_id, kind, currency, amount_minor from expected where is_new
  on conflict (store_id, opened_on, payment_id) do update set kind = excluded.kind, currency = excluded.currency,
    amount_minor = excluded.amount_minor, state = 'new', run_id = null
    where (f.kind, f.currency, f.amount_minor) is distinct from (excluded.kind, excluded.currency, excluded.amount_minor)
), changed_expectations as (
  update funds_payment f set state = 'new', run_id = null from expected e
  where not e.is_new and f.store_id = e.store_id and f.opened_on = e.opened_on and f.payment_id = e.payment_id
), written_minutes as (
  insert into sales_minute as m (recorded_minute, ${names(MINUTES)})
  select date_trunc('minute', gate.at), u.* from gate, ${unnest(MINUTES, 'u')}
  on conflict (store_id, minute, recorded_minute, currency, scheme, funding, wallet) do update set
    sales_minor = m.sales_minor + excluded.sales_minor, approved = m.approved + excluded.approved,
    declined = m.declined + excluded.declined, cancelled = m.cancelled + excluded.cancelled
), written_days as (
  insert into sales_day as d (${names(DAYS)}) select u.* from gate, ${unnest(DAYS, 'u')}
  on conflict (store_id, business_date, currency, scheme, funding, wallet) do update set
    sales_minor = d.sales_minor + excluded.sales_minor, approved = d.approved + excluded.approved,
    declined = d.declined + excluded.declined, cancelled = d.cancelled + excluded.cancelled,
    refunded_minor = d.refunded_minor + excluded.refunded_minor
), floors as materialized (
  select u.terminal_id, u.second_since, c.terminal_id is not null and ${same('c', 'u')} as same,
    case when c.terminal_id is not null and ${same('c', 'u')} then c.since else greatest(c.since, u.since) end as floor
  from gate cross join ${unnest(HEADS, 'u')} left join terminal_condition c on c.terminal_id = u.terminal_id and c.until is null
), closed_conditions as (
  update terminal_condition c set until = greatest(f.floor, case when f.same then f.second_since end)
  from floors f where c.terminal_id = f.terminal_id and c.until is null and not (f.same and f.second_since is null) returning 1
), closed as materialized (
  select count(*) as intervals from closed_conditions
), written_conditions as (
  insert into terminal_condition (recorded_at, terminal_id, since, until, condition, reason, code, text, agent_id, epoch, seq)
  select gate.at, u.terminal_id, greatest(u.since, f.floor), case when u.until is not null then greatest(u.until, f.floor) end,
    u.condition, u.reason, u.code, u.text, u.agent_id, u.epoch, u.seq
  from gate, closed, ${unnest(CONDITIONS, 'u')} join floors f on f.terminal_id = u.terminal_id
  where not (u.nth = 0 and f.same)
), written_totals as (
  insert into terminal_totals (${names(TOTALS)}) select u.* from gate, ${unnest(TOTALS, 'u')}
), entries as materialized (
  select u.* from gate, ${unnest(ENTRIES, 'u')}
), written_entries as (
  insert into audit_entry (${names(ENTRIES)}) select * from entries
), queued_entries as (
  insert into audit_queue (entry_id) select id from entries
)
select 1 / (case when (select count(*) from moved) = $${next} and (select stores from gate) = $${next + 1} then 1 else 0 end) as fence,
  (select json_agg(json_build_array(store_id, rev)) from rev) as revs,
  (select extract(epoch from at) * 1000 from gate)::float8 as recorded_at_ms`
}

export const GROUP_STATEMENT = buildStatement()

/** Parameters of `GROUP_STATEMENT`, in its order; `entries` are the log's, of the batches. */
export function groupValues(rows: GroupRows, entries: readonly BuiltEntry[]): (Buffer | number)[] {
  return [
    ...columnValues(STORES, rows.storeIds),
    ...columnValues(STREAMS, rows.streams),
    ...columnValues(EVENTS, rows.events),
    ...columnValues(BATCHES, rows.batches),
    ...columnValues(payments, rows.payments),
    ...columnValues(EXPECTED, expectMoney(rows.payments)),
    ...columnValues(MINUTES, rows.minutes),
    ...columnValues(DAYS, rows.days),
    ...columnValues(HEADS, rows.conditionHeads),
    ...columnValues(CONDITIONS, rows.conditions),
    ...columnValues(TOTALS, rows.totals),
    ...columnValues(ENTRIES, entries),
    rows.streams.length,
    rows.storeIds.length,
  ]
}
