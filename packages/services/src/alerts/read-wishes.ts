import { alertRules } from '../operations/alert-rules.ts'
import type { ReadRows } from '../read-rows.ts'
import type { RuleWish } from './resolve-rule.ts'

/** SQL text: a row of `alert_rule r` as a wish. */
export const wishColumns = `r.rule, r.level, r.country::text as country, r.region, r.store_id as "storeId", r.version,
  case when r.is_on is null then null else json_build_object('isOn', r.is_on, 'severity', r.severity, 'raiseAt', r.raise_at, 'endAt', r.end_at,
    'raiseAfterSeconds', r.raise_after_s, 'endAfterSeconds', r.end_after_s) end as figures`

/** The newest word of every place, of every rule. A version before or after this one may know other rules. */
export async function readWishes(rows: ReadRows): Promise<RuleWish[]> {
  const wishes = await rows<RuleWish>(
    `select distinct on (r.rule, r.level, r.country, r.region, r.store_id) ${wishColumns} from alert_rule r
     order by r.rule, r.level, r.country, r.region, r.store_id, r.version desc`,
  )
  return wishes.filter(({ rule }) => alertRules.includes(rule))
}
