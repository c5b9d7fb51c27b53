import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { Reason } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { alertRules } from '../operations/alert-rules.ts'
import { rowsThrough } from '../read-rows.ts'
import { AlertPlace, demandPlace, placeValues } from './place.ts'
import { wishColumns } from './read-wishes.ts'
import type { RuleWish } from './resolve-rule.ts'
import { findFigureFault, RuleFigures, ruleForms } from './rule-forms.ts'

export const ChangeAlertRuleInput = z.strictObject({
  place: AlertPlace,
  rule: z.enum(alertRules),
  /** The version the asker saw there; 0: nothing was ever said. Whoever changed it since then is not overwritten. */
  before: z.int().min(0).max(2_000_000_000),
  /** Null: what is said above is true again. */
  figures: RuleFigures.nullable(),
  reason: Reason,
})
export type ChangeAlertRuleInput = z.infer<typeof ChangeAlertRuleInput>

/** Says at one place by what a rule judges below it, or takes that back. Gives the new version. */
export async function changeAlertRule(ctx: ServiceContext, input: ChangeAlertRuleInput): Promise<number> {
  const { place, rule, before, figures, reason } = ChangeAlertRuleInput.parse(input)
  if (place.kind !== 'chain' && !ruleForms[rule].ofStores)
    throw new ServiceError('invalid', 'This rule is about the product itself; it is set for the whole chain.', {
      field: 'place',
      reason: 'chain_only',
    })
  const fault = figures && findFigureFault(rule, figures)
  if (fault !== null) throw new ServiceError('invalid', faultWords[fault], { field: 'figures', reason: fault })
  return inTransaction(ctx, async (client) => {
    const rows = rowsThrough(client)
    await demandPlace(ctx, rows, place)
    const at = placeValues(place)
    const [last] = await rows<RuleWish>(
      `select ${wishColumns} from alert_rule r where r.rule = $1 and (r.level, r.country, r.region, r.store_id)
         is not distinct from ($2::text, $3::char(2), $4::text, $5::int4) order by r.version desc limit 1`,
      rule,
      ...at,
    )
    if ((last?.version ?? 0) !== before || (figures === null && last?.figures == null)) throw changedMeanwhile()
    const said = figures && [
      ...[figures.isOn, figures.severity, figures.raiseAt, figures.endAt],
      ...[figures.raiseAfterSeconds, figures.endAfterSeconds],
    ]
    const { rowCount } = await client.query(
      `insert into alert_rule (id, rule, level, country, region, store_id, version, is_on, severity, raise_at, end_at, raise_after_s,
         end_after_s, reason, set_at, set_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict on constraint alert_rule_key do nothing`,
      [ctx.newId(), rule, ...at, before + 1, ...(said ?? Array(6).fill(null)), reason, ctx.now(), actorText(ctx.actor)],
    )
    if (rowCount !== 1) throw changedMeanwhile()
    await recordAct(ctx, client, {
      action: 'alert_rule.changed',
      target: { type: 'alert_rule', id: rule },
      before: { version: before, figures: last?.figures ?? null },
      after: { version: before + 1, place, figures },
      personal: { reason },
    })
    await notifyChange(client, { entity: 'alert', id: 'rules' })
    return before + 1
  })
}

const faultWords = {
  out_of_range: 'A figure is beyond what its unit allows.',
  not_apart: 'The figure that ends an alert must be better than the one that raises it, or it would come and go.',
  not_whole: 'Counts are whole numbers.',
} as const

const changedMeanwhile = () =>
  new ServiceError('conflict', 'Somebody changed this rule meanwhile. Look at it again.', { reason: 'changed_meanwhile' })
