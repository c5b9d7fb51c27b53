import { describe, expect, it } from 'vitest'
import { NO_PRESSURE, nextPressure, type Pressure, type SpaceReading, shareTaken } from './pressure.ts'

const MB = 1024 * 1024
const reading = (more: Partial<SpaceReading> = {}): SpaceReading => ({
  usedBytes: 0,
  reusableBytes: 0,
  limitBytes: 100 * MB,
  freeBytes: 1_000 * MB,
  reserveMissingBytes: 0,
  ...more,
})
const empty = { debug: 0, metrics: 0, status: 0 }
const at = (share: number, before: Pressure = NO_PRESSURE, backlog = empty) =>
  nextPressure(before, reading({ usedBytes: share * 100 * MB }), backlog)

describe('the room a record has', () => {
  it('ends with its own limit or with the disk, whichever comes first', () => {
    expect(shareTaken(reading({ usedBytes: 40 * MB }))).toBeCloseTo(0.4)
    expect(shareTaken(reading({ usedBytes: MB, freeBytes: 5 * MB }))).toBeCloseTo(0.95)
    expect(shareTaken(reading({ usedBytes: MB, freeBytes: 5 * MB, reusableBytes: 20 * MB }))).toBeCloseTo(0.75)
  })

  it('does not grow by letting the reserve go', () => {
    const before = shareTaken(reading({ freeBytes: MB }))
    expect(shareTaken(reading({ freeBytes: 17 * MB, reserveMissingBytes: 16 * MB }))).toBe(before)
  })
})

describe('pressure', () => {
  it('takes debug first, then status, then refuses payments; each with its own way back', () => {
    expect(at(0.79).givingUp).toEqual(NO_PRESSURE.givingUp)
    const debug = at(0.81)
    expect(debug.givingUp).toMatchObject({ debug: 'disk', status: undefined })
    const filling = at(0.91, debug)
    expect(filling).toMatchObject({ filling: true, full: false, givingUp: { debug: 'disk', status: 'disk' } })
    const full = at(0.98, filling)
    expect(full.full).toBe(true)
    expect(at(0.96, full).full).toBe(true)
    const again = at(0.94, full)
    expect(again).toMatchObject({ full: false, filling: true, givingUp: { debug: 'disk', status: 'disk' } })
    expect(at(0.84, again)).toMatchObject({ filling: false, givingUp: { debug: 'disk', status: undefined } })
    expect(at(0.74, again).givingUp).toEqual(NO_PRESSURE.givingUp)
  })

  it('keeps each class to its quota of what waits for the hub', () => {
    const over = at(0.3, NO_PRESSURE, { ...empty, debug: 10 * MB })
    expect(over.givingUp).toEqual({ debug: 'quota', metrics: undefined, status: undefined })
    expect(at(0.3, over, { ...empty, debug: 9.5 * MB }).givingUp.debug).toBe('quota')
    expect(at(0.3, over, { ...empty, debug: 8 * MB }).givingUp.debug).toBeUndefined()
    expect(at(0.3, NO_PRESSURE, { ...empty, status: 25 * MB }).givingUp.status).toBe('quota')
  })
})
