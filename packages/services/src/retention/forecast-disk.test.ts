import { describe, expect, it } from 'vitest'
import { type DataClassName, dataClassNames } from './data-classes.ts'
import { tellForecast } from './forecast-disk.ts'

const sizes = (given: Partial<Record<DataClassName, number>>) =>
  Object.fromEntries(dataClassNames.map((name) => [name, given[name] ?? 0])) as Record<DataClassName, number>
const volume = { day: '2026-11-28', freeBytes: 9_000, sizeBytes: 20_000 }
const before = (days: number, given: Partial<Record<DataClassName, number>>) =>
  Object.entries(sizes(given)).map(([name, bytes]) => ({ name, bytes, days }))

describe('the forecast of the disk', () => {
  it('goes on as each class grew, and says which does most', () => {
    const told = tellForecast({
      now: sizes({ events: 3_000, payments: 500 }),
      first: before(10, { events: 2_000, payments: 700 }),
      volume,
    })
    expect(told.classes.slice(0, 2)).toEqual([
      { name: 'events', bytes: 3_000, bytesPerDay: 100 },
      { name: 'payments', bytes: 500, bytesPerDay: -20 },
    ])
    // 80 bytes a day into 9,000.
    expect([told.bytesPerDay, told.fullInDays, told.days]).toEqual([80, 112.5, 10])
  })

  it('says nothing before there are two days, of a disk nobody sees, or when nothing grows', () => {
    const now = sizes({ events: 3_000 })
    expect(tellForecast({ now, first: [], volume })).toMatchObject({ bytesPerDay: null, fullInDays: null })
    expect(tellForecast({ now, first: before(0, { events: 1 }), volume })).toMatchObject({ bytesPerDay: null, fullInDays: null })
    expect(tellForecast({ now, first: before(1, {}), volume: null })).toMatchObject({ bytesPerDay: 3_000, fullInDays: null })
    expect(tellForecast({ now, first: before(1, { events: 4_000 }), volume })).toMatchObject({
      bytesPerDay: -1_000,
      fullInDays: null,
    })
  })
})
