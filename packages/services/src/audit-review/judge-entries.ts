import { CalendarParameters, type RuleName, ruleNames, rules } from './rules/index.ts'
import type { Found, SeenEntry } from './rules/rule.ts'

/** A rule as it stands now. */
export interface RuleInForce {
  readonly rule: RuleName
  readonly version: number
  readonly enabled: boolean
  readonly parameters: unknown
}

export interface FoundInEntry extends Found {
  readonly entry: SeenEntry
  readonly rule: RuleName
  readonly version: number
}

/** What rules that count found before: by rule and key, the index of the last one. */
export interface FoundBefore {
  readonly rule: string
  readonly key: string
  readonly index: number
}

/** Looks at each entry with every rule in force. `past` is what came before the first one, oldest first. */
export function judgeEntries(
  inForce: readonly RuleInForce[],
  past: readonly SeenEntry[],
  entries: readonly SeenEntry[],
  before: readonly FoundBefore[],
): FoundInEntry[] {
  const calendar = CalendarParameters.parse(inForce.find(({ rule }) => rule === 'calendar')?.parameters)
  const last = new Map(before.map(({ rule, key, index }) => [`${rule} ${key}`, index]))
  const found: FoundInEntry[] = []
  const seen = [...past]
  const kept = new Set(remembered(inForce).actions)
  for (const entry of entries) {
    for (const { rule, version, enabled, parameters } of inForce) {
      if (!enabled) continue
      const { judge, remembers } = rules[rule]
      const memory = remembers?.(parameters)
      const mine = memory === undefined ? [] : seen.filter((one) => one.recordedAtMs > entry.recordedAtMs - memory.forMs)
      const lastFound = (key: string) => last.get(`${rule} ${key}`) ?? -1
      const one = judge(entry, parameters, { past: mine, calendar, lastFound })
      if (one === null) continue
      if (one.key !== undefined) last.set(`${rule} ${one.key}`, entry.index)
      found.push({ ...one, entry, rule, version })
    }
    if (kept.has(entry.action)) seen.push(entry)
  }
  return found
}

/** All that some rule in force keeps in mind, and for how long at most. */
export function remembered(inForce: readonly RuleInForce[]): { readonly actions: readonly string[]; readonly forMs: number } {
  const kept = inForce.flatMap(({ rule, enabled, parameters }) => {
    const one = enabled ? rules[rule].remembers?.(parameters) : undefined
    return one === undefined ? [] : [one]
  })
  return { actions: kept.flatMap(({ actions }) => actions), forMs: Math.max(0, ...kept.map(({ forMs }) => forMs)) }
}

/** The program's own: what counts until somebody changes it. */
export const firstRules: readonly RuleInForce[] = ruleNames.map((rule) => ({
  rule,
  version: 1,
  enabled: true,
  parameters: rules[rule].defaults,
}))
