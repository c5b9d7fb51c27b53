import type { CivilDay } from '../calendars/civil-day.ts'
import type { FeeRule } from './contract.ts'
import type { ContractReader } from './contract-reader.ts'

const CONDITIONS = ['scheme', 'funding', 'wallet', 'region'] as const

export interface FeeQuestion {
  readonly kind: FeeRule['kind']
  readonly day: CivilDay
  readonly scheme?: string | undefined
  readonly funding?: string | undefined
  readonly wallet?: string | undefined
  readonly region?: string | undefined
}

const specificity = (rule: FeeRule): number => CONDITIONS.filter((name) => rule[name] !== undefined).length
const holdsOn = (rule: FeeRule, day: CivilDay): boolean => day >= (rule.validFrom ?? '') && day <= (rule.validTo ?? '9999-12-31')

/** The rule with most conditions among those that hold; parsing made sure that no two with equally many can both hold. */
export function findFeeRule(rules: readonly FeeRule[], question: FeeQuestion): FeeRule | undefined {
  let best: FeeRule | undefined
  for (const rule of rules) {
    if (rule.kind !== question.kind || !holdsOn(rule, question.day)) continue
    if (CONDITIONS.some((name) => rule[name] !== undefined && rule[name] !== question[name])) continue
    if (!best || specificity(rule) > specificity(best)) best = rule
  }
  return best
}

/** Both could answer for one payment, and neither is more particular. */
export function overlaps(one: FeeRule, other: FeeRule): boolean {
  if (one.kind !== other.kind || specificity(one) !== specificity(other)) return false
  if ((one.validFrom ?? '') > (other.validTo ?? '9999-12-31') || (other.validFrom ?? '') > (one.validTo ?? '9999-12-31'))
    return false
  return CONDITIONS.every((name) => one[name] === undefined || other[name] === undefined || one[name] === other[name])
}

export function parseFeeRule(reader: ContractReader): FeeRule {
  const condition = (name: string) => (reader.has(name) ? { [name]: reader.text(name) } : {})
  const rule: FeeRule = {
    ...condition('scheme'),
    ...condition('funding'),
    ...condition('wallet'),
    ...condition('region'),
    kind: reader.has('kind') ? reader.oneOf('kind', ['sale', 'refund', 'chargeback']) : 'sale',
    ...(reader.has('validFrom') ? { validFrom: reader.day('validFrom') } : {}),
    ...(reader.has('validTo') ? { validTo: reader.day('validTo') } : {}),
    percent: reader.decimal('percent', '0'),
    fixed: reader.decimal('fixed', '0'),
    ...(reader.has('min') ? { min: reader.decimal('min') } : {}),
    ...(reader.has('max') ? { max: reader.decimal('max') } : {}),
    passThrough: reader.flag('passThrough'),
    returnedOnRefund: reader.flag('returnedOnRefund'),
  }
  if (rule.validFrom && rule.validTo && rule.validFrom > rule.validTo)
    reader.say('validTo', 'ends_before_start', 'is before validFrom')
  if (Number(rule.percent) > 100) reader.say('percent', 'above_hundred', 'may not be above 100')
  if (rule.min !== undefined && rule.max !== undefined && Number(rule.min) > Number(rule.max))
    reader.say('max', 'max_below_min', 'is below min')
  reader.end()
  return rule
}
