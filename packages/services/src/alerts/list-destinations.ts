import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import type { DestinationKind } from './destination-address.ts'
import { type PlaceColumns, placeCovers } from './place.ts'

export interface ListedDestination extends PlaceColumns {
  readonly id: string
  readonly name: string
  readonly kind: DestinationKind
  readonly storeName: string | null
  readonly storeNameLang: string | null
  readonly leastSeverity: 'warning' | 'critical'
  readonly afterMinutes: number
  readonly madeAt: Date
  readonly madeBy: string | null
  /** A trial is under way. */
  readonly testing: boolean
  readonly testedAt: Date | null
  /** A stable word; null when the last trial was taken. */
  readonly testTrouble: string | null
  /** What is still to be told there, and when it last took something. */
  readonly untold: number
  readonly lastTakenAt: Date | null
}

/** Those in use that are told of some store of the asker's; never where they are. */
export async function listDestinations(ctx: Pick<ServiceContext, 'pool' | 'actor'>): Promise<readonly ListedDestination[]> {
  const { rows } = await ctx.pool.query<ListedDestination>(
    `select d.id, d.name, d.kind, d.level, d.country::text as country, d.region, d.store_id as "storeId", p.name as "storeName",
       p.name_lang as "storeNameLang", d.least_severity as "leastSeverity", d.after_minutes as "afterMinutes", d.made_at as "madeAt",
       u.name as "madeBy", d.test_asked_at is not null and (d.tested_at is null or d.tested_at < d.test_asked_at) as testing,
       d.tested_at as "testedAt", d.test_trouble as "testTrouble", n.untold, n."lastTakenAt"
     from alert_destination d left join store p on p.id = d.store_id left join "user" u on d.made_by = 'user:' || u.id
       cross join lateral (select count(*) filter (where taken_at is null and given_up_at is null)::int4 as untold, max(taken_at) as "lastTakenAt"
         from operations_notice where channel = d.id::text and destination_id = d.id) n
     where d.removed_at is null and (d.level = 'chain' or exists (select from store s where ${placeCovers('d', 's')} and ${scopeConditionAt(1)}))
     order by d.after_minutes, d.name`,
    scopeValues(storesWithin(ctx, { kind: 'chain' })),
  )
  return rows
}
