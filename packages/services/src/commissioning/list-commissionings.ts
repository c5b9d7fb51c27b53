import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, readTogether } from '../read-rows.ts'
import { scopeCondition, scopeValues } from '../stores/scope-condition.ts'

export const ListCommissioningsInput = z.strictObject({ scope: WatchScope })
export type ListCommissioningsInput = z.infer<typeof ListCommissioningsInput>

/** Stores that are shown at most, those under way before those that are live. */
const MOST = 500

export interface ListedCommissioning {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly nameLang: string
  /** Of the one under way, else of the last; null: none was ever begun. */
  readonly state: 'open' | 'testing' | 'signed' | 'live' | 'withdrawn' | null
  readonly hasRequirements: boolean
  readonly hasDesign: boolean
  readonly sinceMs: number | null
  readonly observed: number
  /** Of the agreement in force. */
  readonly version: number | null
  readonly liveSinceMs: number | null
  /** Kinds of differences from it that are open now. */
  readonly deviations: number
}

export interface CommissioningList {
  readonly stores: readonly ListedCommissioning[]
  /** Further ones that are not shown. */
  readonly more: number
}

/** Every store within reach and how far it has come; those nobody has begun with stand last. */
export async function listCommissionings(ctx: ServiceContext, { scope }: ListCommissioningsInput): Promise<CommissioningList> {
  return readTogether(ctx, async (rows) => {
    const found = await rows<ListedCommissioning & { all: number }>(
      `select s.id as "storeId", s.code, s.name, s.name_lang as "nameLang", c.state, c.requirements is not null as "hasRequirements",
         c.design is not null as "hasDesign", ${epochMs('c.begun_at')} as "sinceMs", coalesce(e.observed, 0)::int as observed,
         a.version, ${epochMs('a.approved_at')} as "liveSinceMs", coalesce(f.deviations, 0)::int as deviations, count(*) over ()::int as all
       from store s
       left join lateral (select * from commissioning c where c.store_id = s.id order by c.begun_at desc limit 1) c on true
       left join lateral (select count(*) as observed from commissioning_evidence e where e.commissioning_id = c.id and e.run = c.run) e on true
       left join lateral (select version, approved_at from commissioning_agreement a where a.store_id = s.id order by version desc limit 1) a on true
       left join lateral (select count(*) as deviations from health_finding f where f.store_id = s.id and f.until is null and f.code like 'agreed\\_%') f on true
       where ${scopeCondition} and (s.closed_on is null or s.closed_on > $4)
       order by case c.state when 'signed' then 0 when 'testing' then 1 when 'open' then 2 else 3 end, coalesce(f.deviations, 0) > 0 desc,
         c.id is null, s.code limit ${MOST}`,
      ...scopeValues(storesWithin(ctx, scope)),
      ctx.now(),
    )
    const all = found[0]?.all ?? 0
    return { stores: found.map(({ all: _, ...store }) => store), more: Math.max(0, all - found.length) }
  })
}
