import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { type PlaceColumns, placeCovers } from './place.ts'

export interface ListedWindow extends PlaceColumns {
  readonly id: string
  readonly storeName: string | null
  readonly storeNameLang: string | null
  readonly startsAt: Date
  /** When it is over, or was ended. */
  readonly endsAt: Date
  readonly state: 'coming' | 'running' | 'over'
  readonly reason: string
  readonly madeBy: string | null
  /** Who ended it before its time. */
  readonly endedBy: string | null
}

const MOST_LISTED = 100

/** Those about some store of the asker's, the latest first; past ones stay. */
export async function listWindows(ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>): Promise<readonly ListedWindow[]> {
  const { rows } = await ctx.pool.query<ListedWindow>(
    `select w.id, w.level, w.country::text as country, w.region, w.store_id as "storeId", p.name as "storeName",
       p.name_lang as "storeNameLang", w.starts_at as "startsAt", coalesce(w.ended_at, w.ends_at) as "endsAt",
       case when coalesce(w.ended_at, w.ends_at) <= $4 then 'over' when w.starts_at > $4 then 'coming' else 'running' end as state,
       w.reason, u.name as "madeBy", e.name as "endedBy"
     from alert_window w left join store p on p.id = w.store_id left join "user" u on w.made_by = 'user:' || u.id
       left join "user" e on w.ended_by = 'user:' || e.id
     where w.level = 'chain' or exists (select from store s where ${placeCovers('w', 's')} and ${scopeConditionAt(1)})
     order by coalesce(w.ended_at, w.ends_at) <= $4, w.starts_at desc, w.id limit ${MOST_LISTED}`,
    [...scopeValues(storesWithin(ctx, { kind: 'chain' })), ctx.now()],
  )
  return rows
}
