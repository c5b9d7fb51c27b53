import { describe, expect, it } from 'vitest'
import { resolveSetting, type SettingPath, type Wish } from './resolve-setting.ts'
import { fits, maySet, type SettingLevel, type SettingName, settingLevels, settingNames, settingTable } from './setting-table.ts'

const here: SettingPath = { country: 'DE', region: 'NRW', storeId: 7, laneId: 71, deviceId: 711 }
const nowhere: SettingPath = { country: null, region: null, storeId: null, laneId: null, deviceId: null }
/** As the table keeps it: the columns of its own level, and no other. */
const columns: Readonly<Record<SettingLevel, (keyof SettingPath)[]>> = {
  chain: [],
  country: ['country'],
  region: ['country', 'region'],
  store: ['storeId'],
  lane: ['laneId'],
  device: ['deviceId'],
}
const said = (level: SettingLevel, value: number, at: SettingPath = here): Wish => ({
  ...nowhere,
  ...Object.fromEntries(columns[level].map((name) => [name, at[name]])),
  setting: 'inspection.days',
  level,
  value,
})

describe('a setting', () => {
  it('has the value of the narrowest level that says something, and names it, for every set of levels', () => {
    for (let mask = 0; mask < 2 ** settingLevels.length; mask += 1) {
      const levels = settingLevels.filter((_, at) => (mask & (1 << at)) !== 0)
      // In any order: rows have none.
      for (const wishes of [levels, levels.toReversed()].map((order) => order.map((level, at) => said(level, at + 1)))) {
        const { value, from } = resolveSetting('inspection.days', here, wishes)
        const narrowest = wishes.find(({ level }) => level === levels.at(-1))
        expect(from, levels.join()).toBe(narrowest ?? null)
        expect(value).toBe(narrowest?.value ?? settingTable['inspection.days'].otherwise)
      }
    }
  })

  it('is not touched by what is said elsewhere, nor by another setting', () => {
    const there: SettingPath = { country: 'FR', region: 'NRW', storeId: 8, laneId: 81, deviceId: 811 }
    const elsewhere = settingLevels.filter((level) => level !== 'chain').map((level) => said(level, 5, there))
    const other: Wish = { ...said('device', 5), setting: 'payments.promptSeconds' }
    expect(resolveSetting('inspection.days', here, [...elsewhere, other])).toEqual({ value: 90, from: null })
    // What stands nowhere has what is said for the chain and for itself.
    const lost = { ...nowhere, deviceId: 711 }
    expect(resolveSetting('inspection.days', lost, [said('chain', 1), said('store', 2)]).value).toBe(1)
    expect(resolveSetting('inspection.days', lost, [said('chain', 1), said('device', 3)]).value).toBe(3)
  })
})

describe('a value', () => {
  it.each<[SettingName, string | number, boolean]>([
    ['day.endOfDay', '23:59', true],
    ['day.endOfDay', '24:00', false],
    ['day.maintenance', '23:00-04:30', true],
    ['day.maintenance', '03:00-03:00', false],
    ['day.maintenance', '03:00-04:00-05:00', false],
    ['link.baudRate', 9_600, true],
    ['link.baudRate', '9600', false],
    ['link.parity', 'mark', false],
    ['link.path', '/dev/ttyUSB0', true],
    ['link.path', ' COM3', false],
    ['link.path', 'a\nb', false],
    ['link.path', '\ud800', false],
    ['zvt.t4', 30_000, true],
    ['zvt.t4', 29_999, false],
    ['zvt.t4', 30_000.5, false],
    ['zvt.t4', Number.NaN, false],
  ])('%s %j: %s', (name, value, is) => {
    expect(fits(name, value)).toBe(is)
  })

  it('that the product has of its own fits its setting', () => {
    for (const name of settingNames) {
      const { otherwise } = settingTable[name]
      if (otherwise !== null) expect(fits(name, otherwise), name).toBe(true)
    }
  })

  it('of one terminal is not said for many', () => {
    expect(settingLevels.filter((level) => maySet('link.host', level))).toEqual(['lane', 'device'])
    expect(settingLevels.filter((level) => maySet('inspection.days', level))).toEqual([...settingLevels])
  })
})
