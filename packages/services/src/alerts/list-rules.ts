import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { findPlace, reachesAll } from '../device-settings/setting-place.ts'
import { type AlertRule, alertRules, ownThresholds } from '../operations/alert-rules.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { AlertPlace, placeColumns, placeValues } from './place.ts'
import { readWishes, wishColumns } from './read-wishes.ts'
import { nearestWish, type RuleWish } from './resolve-rule.ts'
import { type AlertUnit, type RuleFigures, ruleForms } from './rule-forms.ts'

export const ListAlertRulesInput = z.strictObject({ place: AlertPlace })
export type ListAlertRulesInput = z.infer<typeof ListAlertRulesInput>

export interface RuleVersion {
  readonly version: number
  readonly figures: RuleFigures | null
  readonly reason: string
  readonly setAt: Date
  readonly setBy: string | null
}

export interface ListedRule {
  readonly rule: AlertRule
  readonly unit: AlertUnit
  readonly bad: 'above' | 'below'
  /** What is true here. */
  readonly figures: RuleFigures
  /** The level it comes from; null: nobody said, it is the hub's own. */
  readonly from: AlertPlace['kind'] | null
  /** The newest version at this very place; 0: nothing was ever said here. */
  readonly version: number
  readonly saidHere: boolean
  /** What was said here, the newest first. */
  readonly versions: readonly RuleVersion[]
}

export interface RulesHere {
  readonly rules: readonly ListedRule[]
  readonly mayChange: boolean
}

const MOST_VERSIONS = 10

/** Every rule that may be set at a place: its figures, the level they come from, and what was said at the place before. */
export async function listAlertRules(ctx: ServiceContext, { place }: ListAlertRulesInput): Promise<RulesHere> {
  return readTogether(ctx, async (rows) => {
    const found = await findPlace(ctx, rows, place)
    const wishes = await readWishes(rows)
    const base = await readBase(rows)
    const versions = await readVersions(rows, place)
    const { level } = placeColumns(place)
    return {
      mayChange: reachesAll(ctx.actor, found),
      rules: alertRules
        .filter((rule) => place.kind === 'chain' || ruleForms[rule].ofStores)
        .map((rule): ListedRule => {
          const nearest = nearestWish(rule, found.path, wishes)
          const here = versions.filter((version) => version.rule === rule)
          return {
            rule,
            unit: ruleForms[rule].unit,
            bad: ownThresholds[rule].bad,
            figures: nearest?.figures ?? base.get(rule) ?? ownFigures(rule),
            from: nearest?.level ?? null,
            version: here[0]?.version ?? 0,
            saidHere: nearest?.level === level,
            versions: here.map(({ version, figures, reason, setAt, setBy }) => ({ version, figures, reason, setAt, setBy })),
          }
        }),
    }
  })
}

function ownFigures(rule: AlertRule): RuleFigures {
  const { severity, raiseAt, endAt, raiseAfterSeconds, endAfterSeconds } = ownThresholds[rule]
  return { isOn: true, severity, raiseAt, endAt, raiseAfterSeconds, endAfterSeconds }
}

/** As the hub left it at its start. */
async function readBase(rows: ReadRows): Promise<ReadonlyMap<string, RuleFigures>> {
  const told = await rows<RuleFigures & { rule: string }>(
    `select rule, is_on as "isOn", severity, raise_at as "raiseAt", end_at as "endAt", raise_after_s as "raiseAfterSeconds",
       end_after_s as "endAfterSeconds" from alert_rule_base`,
  )
  return new Map(told.map(({ rule, ...figures }) => [rule, figures]))
}

const readVersions = (rows: ReadRows, place: AlertPlace): Promise<(RuleWish & RuleVersion)[]> =>
  rows(
    `select * from (select ${wishColumns}, r.reason, r.set_at as "setAt", u.name as "setBy",
         row_number() over (partition by r.rule order by r.version desc) as nth
       from alert_rule r left join "user" u on r.set_by = 'user:' || u.id
       where (r.level, r.country, r.region, r.store_id) is not distinct from ($1::text, $2::char(2), $3::text, $4::int4)) v
     where nth <= ${MOST_VERSIONS} order by rule, version desc`,
    ...placeValues(place),
  )
