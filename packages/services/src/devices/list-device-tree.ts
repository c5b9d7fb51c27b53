import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { scopeCondition, scopeValues } from '../stores/scope-condition.ts'
import { StoreCode } from './device-values.ts'

/** One level is asked for at a time: below the company, a country, a region or a store. */
export const ListDeviceTreeInput = z.strictObject({
  under: WatchScope,
  /** The last code of the page before; only stores come in pages. */
  cursor: StoreCode.nullish(),
})
export type ListDeviceTreeInput = z.infer<typeof ListDeviceTreeInput>

export interface TreeNode {
  readonly kind: 'country' | 'region' | 'store' | 'lane'
  /** Country, region, the store's code, or the lane; null: the store's devices at no lane. */
  readonly key: string | null
  readonly storeId: number | null
  readonly name: string | null
  readonly nameLang: string | null
  readonly devices: number
  /** Of these, blocked, or with a serial that differs. */
  readonly unwell: number
}

export interface TreeLevel {
  readonly nodes: readonly TreeNode[]
  readonly next: string | null
}

const STORES_A_PAGE = 100

const counted = `count(d.id)::int4 as devices,
  count(*) filter (where d.state = 'blocked' or (d.registered and upper(btrim(t.serial)) <> upper(d.serial)))::int4 as unwell`
const devices = `left join device d on d.store_id = s.id and d.state not in ('removed', 'swapped_out') left join terminal t on t.id = d.terminal_id`

/** What lies below one node of the tree, as far as the asker sees, with the number of devices under each. */
export async function listDeviceTree(ctx: ServiceContext, { under, cursor }: ListDeviceTreeInput): Promise<TreeLevel> {
  const values = scopeValues(storesWithin(ctx, under))
  const nodes = await readTogether(ctx, (rows) => readLevel(rows, under.kind, values, cursor ?? ''))
  if (under.kind !== 'region' || nodes.length <= STORES_A_PAGE) return { nodes, next: null }
  const shown = nodes.slice(0, STORES_A_PAGE)
  return { nodes: shown, next: shown.at(-1)?.key ?? null }
}

function readLevel(rows: ReadRows, under: string, values: readonly unknown[], after: string): Promise<TreeNode[]> {
  switch (under) {
    case 'chain':
    case 'country': {
      const [kind, column] = under === 'chain' ? ['country', 's.country::text'] : ['region', 's.region']
      return rows(
        `select '${kind}' as kind, ${column} as key, null as "storeId", null as name, null as "nameLang", ${counted}
         from store s ${devices} where ${scopeCondition} group by ${column} order by ${column}`,
        ...values,
      )
    }
    case 'region':
      // The stores of the page first, then only their devices.
      return rows(
        `select 'store' as kind, s.code as key, s.id as "storeId", s.name, s.name_lang as "nameLang", ${counted}
         from (select s.* from store s where ${scopeCondition} and s.code > $4 order by s.code limit ${STORES_A_PAGE + 1}) s ${devices}
         group by s.code, s.id, s.name, s.name_lang order by s.code`,
        ...values,
        after,
      )
    default:
      return rows(
        `select 'lane' as kind, l.key, s.id as "storeId", null as name, null as "nameLang", ${counted}
         from store s join device d on d.store_id = s.id and d.state not in ('removed', 'swapped_out')
         left join terminal t on t.id = d.terminal_id left join lane l on l.id = d.lane_id
         where ${scopeCondition} group by l.key, s.id order by l.key nulls last`,
        ...values,
      )
  }
}
