import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  clearSetting,
  listSettings,
  previewSetting,
  type SettingName,
  type SettingPlace,
  type SettingValue,
  setSetting,
} from '../src/device-settings/index.ts'
import { changeDeviceState, placeDevice } from '../src/devices/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import { type DevicesBed, openDevicesBed, why } from './devices-bed.ts'

let bed: DevicesBed
beforeAll(async () => {
  bed = await openDevicesBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const name = 'inspection.days'
const set = (place: SettingPlace, value: SettingValue, before: SettingValue | null = null, reach?: Reach) =>
  setSetting(bed.as(reach), { place, setting: name, value, before })
const seen = async (place: SettingPlace, setting: SettingName = name, reach?: Reach) =>
  (await listSettings(bed.as(reach), { place })).settings.find((one) => one.name === setting)

/** A region of its own with two stores, each with two lanes and a terminal at each. */
async function region(country: string, region: string) {
  const stores = await Promise.all([1, 2].map(() => createStore(bed.base.db, { country, region })))
  const devices: number[] = []
  for (const { id: storeId } of stores) for (const lane of ['1', '2']) devices.push(await bed.add({ storeId, lane }))
  return { stores: stores.map(({ id }) => id), devices, at: { kind: 'region', country, region } as const }
}

describe('what is said at a level of the tree', () => {
  it('is true below it until a lower level says otherwise, and again when that is taken back', async () => {
    const { stores, devices, at } = await region('IT', 'Lazio')
    const [first = 0, second = 0] = devices
    const device = { kind: 'device', deviceId: first } as const
    expect(await seen(device)).toMatchObject({ value: 90, from: null, own: null, above: 90, below: 0 })
    expect(await set({ kind: 'country', country: 'IT' }, 60)).toEqual({ devices: 4, changed: 4, kept: 0 })
    expect(await set(at, 50)).toEqual({ devices: 4, changed: 4, kept: 0 })
    expect(await set({ kind: 'store', storeId: stores[0] ?? 0 }, 40)).toEqual({ devices: 2, changed: 2, kept: 0 })
    expect(await set({ kind: 'lane', storeId: stores[0] ?? 0, lane: '1' }, 30)).toEqual({ devices: 1, changed: 1, kept: 0 })
    expect(await set(device, 20)).toEqual({ devices: 1, changed: 1, kept: 0 })
    expect(await seen(device)).toMatchObject({ value: 20, from: 'device', own: 20, above: 30 })
    expect(await seen({ kind: 'device', deviceId: second })).toMatchObject({ value: 40, from: 'store', own: null })
    expect(await seen({ kind: 'device', deviceId: devices[2] ?? 0 })).toMatchObject({ value: 50, from: 'region' })
    expect(await seen({ kind: 'country', country: 'IT' })).toMatchObject({ value: 60, from: 'country', own: 60, below: 4 })
    expect(await seen({ kind: 'store', storeId: stores[0] ?? 0 })).toMatchObject({ value: 40, below: 2 })
    // Of four below the region, three hear of it from there and one store's two do not.
    const preview = await previewSetting(bed.as(), { place: at, setting: name, value: 55 })
    expect(preview).toEqual({ devices: 4, changed: 2, kept: 2 })
    const clear = (place: SettingPlace, before: SettingValue) => clearSetting(bed.as(), { place, setting: name, before })
    expect(await clear(device, 20)).toEqual({ devices: 1, changed: 1, kept: 0 })
    expect(await seen(device)).toMatchObject({ value: 30, from: 'lane', own: null })
    // Another place, another value: nothing was copied down.
    await placeDevice(bed.as(), { id: first, storeId: stores[1] ?? 0, lane: '9', reason: 'a new counter' })
    expect(await seen(device)).toMatchObject({ value: 50, from: 'region' })
  })

  it('is not overwritten by whoever looked before it was changed, also when two say it at once', async () => {
    const { at } = await region('PT', 'Algarve')
    const both = await Promise.all([why(set(at, 10)), why(set(at, 20))])
    expect(both.toSorted()).toEqual(['conflict changed_meanwhile', 'done'])
    const now = (await seen(at))?.own ?? 0
    expect(await why(set(at, 30, Number(now) + 1))).toBe('conflict changed_meanwhile')
    expect(await why(clearSetting(bed.as(), { place: at, setting: name, before: Number(now) + 1 }))).toBe(
      'conflict changed_meanwhile',
    )
    expect(await why(set(at, 30, now))).toBe('done')
    expect(await seen(at)).toMatchObject({ own: 30 })
  })

  it('has the form of its setting, and a level at which it means something', async () => {
    const { at, devices } = await region('AT', 'Wien')
    expect(await why(set(at, 0))).toBe('invalid wrong_value')
    expect(await why(set(at, 'often'))).toBe('invalid wrong_value')
    const host = { setting: 'link.host', value: '192.0.2.7', before: null } as const
    expect(await why(setSetting(bed.as(), { place: at, ...host }))).toBe('invalid too_wide')
    const place = { kind: 'device', deviceId: devices[0] ?? 0 } as const
    expect(await why(setSetting(bed.as(), { place, ...host }))).toBe('done')
    expect(await seen(place, 'link.host')).toMatchObject({ value: '192.0.2.7', from: 'device' })
    await changeDeviceState(bed.as(), { id: devices[1] ?? 0, to: 'blocked', reason: 'its seal was broken' })
    const blocked = { kind: 'device', deviceId: devices[1] ?? 0 } as const
    expect(await why(setSetting(bed.as(), { place: blocked, ...host }))).toBe('conflict state_blocked')
    // A PC has no line to a terminal.
    expect(await seen(place, 'agent.logLevel')).toBeUndefined()
  })

  it('stands in the record with the level, both values and how many devices it changed', async () => {
    const { at, devices } = await region('CH', 'Zürich')
    await set(at, 45)
    await set({ kind: 'device', deviceId: devices[0] ?? 0 }, 15)
    await clearSetting(bed.as(), { place: { kind: 'device', deviceId: devices[0] ?? 0 }, setting: name, before: 15 })
    const { rows } = await bed.base.pool.query(
      `select body from audit_entry where action = 'device_setting.set' and target_type = 'device_setting' order by id desc limit 1`,
    )
    expect(JSON.parse(rows[0].body.toString())).toMatchObject({
      before: { value: null },
      after: { setting: name, level: 'region', country: 'CH', region: 'Zürich', value: 45, devices: 4 },
    })
    const [cleared] = await bed.entries('device_setting.cleared', devices[0] ?? 0)
    expect(cleared?.body).toMatchObject({ before: { value: 15 }, after: { level: 'device', value: null, devices: 1 } })
  })
})

describe('with a reach of a part of the chain', () => {
  it('one sees where a value comes from, and changes only levels that hold nothing of others', async () => {
    const own = await region('SE', 'Skåne')
    const other = await region('SE', 'Småland')
    const [store = 0, second = 0] = own.stores
    const ofRegion: Reach = { kind: 'region', country: 'SE', region: 'Skåne' }
    const ofStores: Reach = { kind: 'stores', storeIds: [store] }
    await set({ kind: 'country', country: 'SE' }, 70)
    await set(other.at, 71)
    expect(await seen(own.at, name, ofRegion)).toMatchObject({ value: 70, from: 'country', below: 0 })
    // What is said in another's region is not even counted.
    expect(await seen({ kind: 'country', country: 'SE' }, name, ofRegion)).toMatchObject({ value: 70, below: 0 })
    expect(await seen({ kind: 'country', country: 'SE' })).toMatchObject({ below: 1 })
    expect(await why(set(other.at, 1, 71, ofRegion))).toBe('not_found no_place')
    expect(await why(set({ kind: 'chain' }, 1, null, ofRegion))).toBe('forbidden reaches_further')
    expect(await why(set({ kind: 'country', country: 'SE' }, 1, 70, ofRegion))).toBe('forbidden reaches_further')
    expect(await why(set(own.at, 1, null, ofStores))).toBe('forbidden reaches_further')
    expect(await why(set({ kind: 'store', storeId: second }, 1, null, ofStores))).toBe('not_found no_place')
    expect(await why(set({ kind: 'device', deviceId: own.devices[2] ?? 0 }, 1, null, ofStores))).toBe('not_found no_place')
    expect(await why(set({ kind: 'store', storeId: store }, 33, null, ofStores))).toBe('done')
    expect(await why(set(own.at, 44, null, ofRegion))).toBe('done')
    expect(await seen({ kind: 'device', deviceId: own.devices[0] ?? 0 }, name, ofStores)).toMatchObject({ value: 33 })
    // How many a change would change is counted among one's own.
    const preview = await previewSetting(bed.as(ofStores), { place: own.at, setting: name, value: 5 })
    expect(preview).toEqual({ devices: 2, changed: 0, kept: 2 })
  })
})
