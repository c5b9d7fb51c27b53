import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { Actor, ServiceContext } from '../context.ts'
import { deviceReachAt } from '../devices/device-reach.ts'
import { DeviceId, type DeviceKind, LaneKey } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { isWithin, reachOf, storesWithin } from '../permissions/stores-within.ts'
import type { ReadRows } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import type { SettingPath } from './resolve-setting.ts'
import type { SettingLevel } from './setting-table.ts'

/** A node of the tree, down to one device. */
export const SettingPlace = z.discriminatedUnion('kind', [
  ...WatchScope.options,
  z.strictObject({ kind: z.literal('lane'), storeId: DeviceId, lane: LaneKey }),
  z.strictObject({ kind: z.literal('device'), deviceId: DeviceId }),
])
export type SettingPlace = z.infer<typeof SettingPlace>

export interface FoundPlace {
  readonly level: SettingLevel
  readonly path: SettingPath
  /** Of a device; null where both kinds stand. */
  readonly kind: DeviceKind | null
}

const nowhere: SettingPath = { country: null, region: null, storeId: null, laneId: null, deviceId: null }

/** The place as far as the asker reaches, with all that lies above it. `not_found` beyond their reach. */
export async function findPlace(ctx: Pick<ServiceContext, 'actor'>, rows: ReadRows, place: SettingPlace): Promise<FoundPlace> {
  switch (place.kind) {
    case 'chain':
      return { level: 'chain', path: nowhere, kind: null }
    case 'country':
    case 'region': {
      const [store] = await rows(
        `select 1 from store s where ${scopeConditionAt(1)} limit 1`,
        ...scopeValues(storesWithin(ctx, place)),
      )
      if (store === undefined) throw noPlace()
      const region = place.kind === 'region' ? place.region : null
      return { level: place.kind, path: { ...nowhere, country: place.country, region }, kind: null }
    }
    case 'store':
    case 'lane': {
      const lane = place.kind === 'lane' ? place.lane : null
      const [path] = await rows<SettingPath>(
        `select s.country::text as country, s.region, s.id as "storeId", l.id as "laneId", null::int4 as "deviceId"
         from store s left join lane l on l.store_id = s.id and l.key = $4 where ${scopeConditionAt(1)}`,
        ...scopeValues(storesWithin(ctx, { kind: 'store', storeId: place.storeId })),
        lane,
      )
      if (path === undefined || (lane !== null && path.laneId === null)) throw noPlace()
      return { level: place.kind, path, kind: null }
    }
    case 'device': {
      const [device] = await rows<SettingPath & { kind: DeviceKind }>(
        `select d.kind, s.country::text as country, s.region, s.id as "storeId", d.lane_id as "laneId", d.id as "deviceId"
         from device d left join store s on s.id = d.store_id where d.id = $1::int4 and ${deviceReachAt(2)}`,
        place.deviceId,
        ...scopeValues(storesWithin(ctx, { kind: 'chain' })),
      )
      if (device === undefined) throw noPlace()
      const { kind, ...path } = device
      return { level: 'device', path, kind }
    }
  }
}

/** The stores of a place; of a device that stands nowhere, any. */
export function scopeOfPlace(place: SettingPlace): WatchScope {
  if (place.kind === 'lane') return { kind: 'store', storeId: place.storeId }
  return place.kind === 'device' ? { kind: 'chain' } : place
}

/** Whether all that lies below the place is the actor's: what one says at a level is true for everything under it. */
export function reachesAll(actor: Actor, { level, path }: FoundPlace): boolean {
  const reach = reachOf(actor)
  if (reach.kind === 'chain') return true
  if (path.storeId !== null)
    return isWithin(storesWithin({ actor }, { kind: 'chain' }), {
      id: path.storeId,
      country: path.country ?? '',
      region: path.region ?? '',
    })
  if (level === 'country') return reach.kind === 'country' && reach.country === path.country
  if (level === 'region')
    return (
      (reach.kind === 'country' && reach.country === path.country) ||
      (reach.kind === 'region' && reach.country === path.country && reach.region === path.region)
    )
  return false
}

const noPlace = () =>
  new ServiceError('not_found', 'There is no such place, or it is not yours to know of.', { reason: 'no_place' })
