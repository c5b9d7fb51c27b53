import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import { scopeCondition, scopeValues } from '../stores/scope-condition.ts'
import { type Axis, type AxisState, axisStates, worstOf } from './axes.ts'
import { judgeRedundancy } from './judge-redundancy.ts'
import { readStoreFacts } from './read-store-facts.ts'

export const ListRedundancyInput = z.strictObject({
  scope: WatchScope,
  /** A part of a store's number or name. */
  search: z
    .string()
    .trim()
    .max(80)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
    .optional(),
  /** Stores that are so on some axis. */
  state: z.enum(axisStates).optional(),
})
export type ListRedundancyInput = z.infer<typeof ListRedundancyInput>

/** Stores that are shown at most. */
const MOST = 500

export interface ListedRedundancy {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly nameLang: string
  readonly states: Readonly<Record<Axis, AxisState>>
  /** When a spare thing was last shown to serve here. */
  readonly shownAtMs: number | null
  /** Spare things that nobody has seen serve for long enough, or ever. */
  readonly due: number
  readonly drill: Axis | null
}

export interface RedundancyList {
  /** The worst first: by how much is single, then by how much is untested. */
  readonly stores: readonly ListedRedundancy[]
  /** Further ones that are not shown. */
  readonly more: number
  /** Of all that the search fits: how many are so on some axis. */
  readonly counts: Readonly<Record<AxisState, number>>
}

type Place = Pick<ListedRedundancy, 'storeId' | 'code' | 'name' | 'nameLang' | 'drill'>

/** Every open store within reach, by what it has only once. */
export async function listRedundancy(
  ctx: ServiceContext,
  { scope, search, state }: ListRedundancyInput,
): Promise<RedundancyList> {
  const nowMs = ctx.now().getTime()
  return readTogether(ctx, async (rows) => {
    const places = await rows<Place>(
      `select s.id as "storeId", s.code, s.name, s.name_lang as "nameLang", d.axis as drill from store s
       left join redundancy_drill d on d.store_id = s.id and d.state = 'running'
       where ${scopeCondition} and (s.closed_on is null or s.closed_on > $4)
         and ($5 = '' or strpos(lower(s.code || ' ' || s.name), lower($5)) > 0) order by s.code`,
      ...scopeValues(storesWithin(ctx, scope)),
      ctx.now(),
      search ?? '',
    )
    const facts = await readStoreFacts(rows, { storeIds: places.map(({ storeId }) => storeId), nowMs, withEvents: false })
    const all = places.flatMap((place): ListedRedundancy[] => {
      const known = facts.get(place.storeId)
      if (known === undefined) return []
      const judged = judgeRedundancy(known, nowMs)
      const parts = judged.flatMap((one) => one.parts)
      return [
        {
          ...place,
          states: Object.fromEntries(judged.map((one) => [one.axis, one.state])) as Record<Axis, AxisState>,
          shownAtMs: parts.reduce<number | null>((newest, { shown }) => later(newest, shown?.shownAtMs ?? null), null),
          due: parts.filter((part) => part.state === 'spare_untested').length,
        },
      ]
    })
    const isSo = ({ states }: ListedRedundancy, so: AxisState) => Object.values(states).includes(so)
    const fitting = all.filter((store) => state === undefined || isSo(store, state)).toSorted(worstFirst)
    return {
      stores: fitting.slice(0, MOST),
      more: Math.max(0, fitting.length - MOST),
      counts: Object.fromEntries(axisStates.map((so) => [so, all.filter((store) => isSo(store, so)).length])) as Record<
        AxisState,
        number
      >,
    }
  })
}

function worstFirst(a: ListedRedundancy, b: ListedRedundancy): number {
  const [mine, other] = [Object.values(a.states), Object.values(b.states)]
  const worst = axisStates.indexOf(worstOf(mine)) - axisStates.indexOf(worstOf(other))
  if (worst !== 0) return worst
  const howMany = (states: readonly AxisState[], so: AxisState) => states.filter((one) => one === so).length
  for (const so of axisStates) {
    const more = howMany(other, so) - howMany(mine, so)
    if (more !== 0) return more
  }
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0
}

const later = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.max(a, b))
