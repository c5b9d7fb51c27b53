import { findLogIdentity } from '../audit/log-key.ts'
import { readTimeZone } from '../audit-review/day-bounds.ts'
import { dayOf } from '../audit-review/rules/calendar.ts'
import type { ServiceContext } from '../context.ts'
import type { Language } from '../evidence-package/section.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { type Cadence, type ListedPackage, packageColumns } from './package-row.ts'

export interface EvidenceSchedule {
  readonly id: string
  readonly cadence: Cadence
  readonly language: Language
  readonly createdAt: Date
  readonly createdBy: string
}

export interface EvidenceListed {
  readonly packages: readonly ListedPackage[]
  readonly schedules: readonly EvidenceSchedule[]
  /** Today where days are reviewed, and that zone. */
  readonly today: string
  readonly timeZone: string
  /** What a package is checked by; null before there is a log. */
  readonly logKey: string | null
}

const MOST_LISTED = 200

/** Packages, newest first, and what makes them by itself. */
export async function listPackages(ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>): Promise<EvidenceListed> {
  requireWholeChain(ctx)
  const { pool } = ctx
  const { rows: packages } = await pool.query<ListedPackage>(
    `select ${packageColumns} from evidence_package p left join "user" u on u.id = p.asked_by
     order by p.asked_at desc, p.id limit ${MOST_LISTED}`,
  )
  const { rows: schedules } = await pool.query<EvidenceSchedule>(
    `select s.id, s.cadence, s.language, s.created_at as "createdAt", u.name as "createdBy"
     from evidence_schedule s join "user" u on u.id = s.created_by order by s.created_at, s.id`,
  )
  const timeZone = await readTimeZone(pool)
  const identity = await findLogIdentity(ctx)
  return { packages, schedules, today: dayOf(timeZone, ctx.now().getTime()), timeZone, logKey: identity?.logKey ?? null }
}
