import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { type AlertRule, alertRules, type Severity } from '../operations/alert-rules.ts'
import { reachOf, storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { placeCovers } from './place.ts'

export const ListAlertsInput = z.strictObject({
  state: z.enum(['open', 'ended']),
  rule: z.enum(alertRules).nullable(),
  severity: z.enum(['warning', 'critical']).nullable(),
})
export type ListAlertsInput = z.infer<typeof ListAlertsInput>

/** Somebody was told, or is to be. */
export interface AlertTold {
  readonly event: 'raised' | 'ended'
  /** The destination's name; null for what the hub's environment names, which is known by its kind alone. */
  readonly name: string | null
  readonly kind: string
  readonly state: 'taken' | 'waiting' | 'given_up'
  /** Why the last try failed, as a stable word. */
  readonly trouble: string | null
}

export interface AlertRow {
  readonly id: string
  readonly rule: AlertRule
  readonly subject: string
  readonly severity: Severity
  readonly raisedAt: Date
  readonly endedAt: Date | null
  readonly endedWhy: 'good' | 'not_seen' | 'rule_off' | null
  readonly raiseAt: number
  readonly worstValue: number
  readonly lastValue: number
  readonly storeId: number | null
  readonly storeName: string | null
  readonly storeNameLang: string | null
  readonly knownBy: string | null
  readonly knownAt: Date | null
  /** Nobody is told until then: it is in a maintenance window. */
  readonly quietUntil: Date | null
  readonly told: readonly AlertTold[]
}

export interface AlertList {
  readonly alerts: readonly AlertRow[]
  /** There are more than are listed. */
  readonly more: boolean
}

const MOST_LISTED = 200

/** Alerts of the stores the asker reaches, and of the product itself for whoever reaches the whole chain. */
export async function listAlerts(
  ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>,
  input: ListAlertsInput,
): Promise<AlertList> {
  const { state, rule, severity } = ListAlertsInput.parse(input)
  return readTogether(ctx, async (rows) => {
    const found = await rows<AlertRow>(
      `select a.id, a.rule, a.subject, a.severity, a.raised_at as "raisedAt", a.ended_at as "endedAt", a.ended_why as "endedWhy",
         a.raise_at as "raiseAt", a.worst_value as "worstValue", a.last_value as "lastValue", s.id as "storeId", s.name as "storeName",
         s.name_lang as "storeNameLang", u.name as "knownBy", a.acknowledged_at as "knownAt",
         (select max(w.ends_at) from alert_window w where a.ended_at is null and w.starts_at <= $4 and w.ends_at > $4 and w.ended_at is null
           and ${placeCovers('w', 's')}) as "quietUntil",
         coalesce((select json_agg(json_build_object('event', n.event, 'name', d.name, 'kind', coalesce(d.kind, n.channel),
             'state', case when n.taken_at is not null then 'taken' when n.given_up_at is not null then 'given_up' else 'waiting' end,
             'trouble', n.trouble) order by n.due_at, n.channel)
           from operations_notice n left join alert_destination d on d.id = n.destination_id where n.alert_id = a.id), '[]') as told
       from operations_alert a left join store s on s.id = a.store_id left join "user" u on u.id = a.acknowledged_by
       where (a.ended_at is null) = $5 and ($6::text is null or a.rule = $6) and ($7::text is null or a.severity = $7)
         and case when a.store_id is null then $8 else ${scopeConditionAt(1)} end
       order by case when a.ended_at is null and a.severity = 'critical' then 0 else 1 end, a.raised_at desc, a.id limit ${MOST_LISTED + 1}`,
      ...scopeValues(storesWithin(ctx, { kind: 'chain' })),
      ctx.now(),
      state === 'open',
      rule,
      severity,
      reachOf(ctx.actor).kind === 'chain',
    )
    return { alerts: found.slice(0, MOST_LISTED), more: found.length > MOST_LISTED }
  })
}
