import type { ServiceContext } from '../context.ts'
import { type AlertRule, alertRules, ownThresholds, type Threshold } from '../operations/alert-rules.ts'

/** Leaves by what this hub judges where nobody said anything, for the page to show. A rule that is missing is off. */
export async function tellBase(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  thresholds: ReadonlyMap<AlertRule, Threshold>,
): Promise<void> {
  const rows = alertRules.map((rule) => ({ rule, isOn: thresholds.has(rule), ...(thresholds.get(rule) ?? ownThresholds[rule]) }))
  await pool.query(
    `insert into alert_rule_base (rule, is_on, severity, raise_at, end_at, raise_after_s, end_after_s, told_at)
     select *, $8::timestamptz from unnest($1::text[], $2::bool[], $3::text[], $4::float8[], $5::float8[], $6::int4[], $7::int4[])
     on conflict (rule) do update set is_on = excluded.is_on, severity = excluded.severity, raise_at = excluded.raise_at,
       end_at = excluded.end_at, raise_after_s = excluded.raise_after_s, end_after_s = excluded.end_after_s, told_at = excluded.told_at`,
    [
      rows.map(({ rule }) => rule),
      rows.map(({ isOn }) => isOn),
      rows.map(({ severity }) => severity),
      rows.map(({ raiseAt }) => raiseAt),
      rows.map(({ endAt }) => endAt),
      rows.map(({ raiseAfterSeconds }) => raiseAfterSeconds),
      rows.map(({ endAfterSeconds }) => endAfterSeconds),
      now(),
    ],
  )
}
