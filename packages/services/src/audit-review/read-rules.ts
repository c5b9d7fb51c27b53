import type pg from 'pg'
import { firstRules, type RuleInForce } from './judge-entries.ts'
import { rules } from './rules/index.ts'

interface Row {
  readonly rule: string
  readonly version: number
  readonly enabled: boolean
  readonly parameters: unknown
}

/** Every rule as it stands: the highest version, where somebody changed it. What this version cannot read stays the program's own. */
export async function readRules(client: Pick<pg.Pool | pg.PoolClient, 'query'>): Promise<RuleInForce[]> {
  const { rows } = await client.query<Row>(
    'select distinct on (rule) rule, version, enabled, parameters from audit_rule order by rule, version desc',
  )
  return firstRules.map((first) => {
    const changed = rows.find(({ rule }) => rule === first.rule)
    if (changed === undefined) return first
    const read = rules[first.rule].parameters.safeParse(changed.parameters)
    return {
      ...first,
      version: changed.version,
      enabled: changed.enabled,
      parameters: read.success ? read.data : first.parameters,
    }
  })
}
