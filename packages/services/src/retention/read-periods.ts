import type { ReadRows } from '../read-rows.ts'
import { type PurgedClass, purgedClasses, purgeRuleOf } from './data-classes.ts'

export interface Period {
  readonly days: number
  /** Null while it is the one the class was made with. */
  readonly changedAt: Date | null
  readonly changedBy: string | null
}

/** How many days each class is kept now. */
export async function readPeriods(rows: ReadRows): Promise<Readonly<Record<PurgedClass, Period>>> {
  const found = await rows<{ name: string; days: number; changedAt: Date; changedBy: string }>(
    `select distinct on (p.class) p.class as name, p.days, p.changed_at as "changedAt", u.name as "changedBy"
     from retention_period p join "user" u on u.id = p.changed_by order by p.class, p.version desc`,
  )
  const chosen = new Map(found.map(({ name, ...period }) => [name, period]))
  return Object.fromEntries(
    purgedClasses.map((name) => {
      const { defaultDays } = purgeRuleOf(name)
      return [name, chosen.get(name) ?? { days: defaultDays, changedAt: null, changedBy: null }]
    }),
  ) as Record<PurgedClass, Period>
}
