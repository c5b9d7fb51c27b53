import { describe, expect, test } from 'vitest'
import { createIdMaker, timeOfIdMs } from './new-id.ts'

const at = Date.UTC(2026, 10, 23, 9, 30, 0, 123)
const zeros = (bytes: Uint8Array) => void bytes.fill(0)
const ones = (bytes: Uint8Array) => void bytes.fill(0xff)

describe('createIdMaker', () => {
  test('writes time, version and variant where RFC 9562 wants them', () => {
    expect(createIdMaker({ nowMs: () => 0x0123456789ab, fillRandom: zeros })()).toBe('01234567-89ab-7000-8000-000000000000')
    expect(createIdMaker({ nowMs: () => 0x0123456789ab, fillRandom: ones })()).toBe('01234567-89ab-77ff-bfff-ffffffffffff')
  })

  test('ascends within one millisecond, beyond what its counter holds, and when the clock goes back', () => {
    let nowMs = at
    const newId = createIdMaker({ nowMs: () => nowMs, fillRandom: (bytes) => void crypto.getRandomValues(bytes) })
    const ids = Array.from({ length: 10_000 }, newId)
    nowMs = at - 60_000
    ids.push(newId(), newId())
    nowMs = at + 1_000
    ids.push(newId())
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(ids.length)
    expect(timeOfIdMs(ids.at(-1) ?? '')).toBe(at + 1_000)
  })
})

describe('timeOfIdMs', () => {
  test('gives back the time an id was made', () => {
    expect(timeOfIdMs(createIdMaker({ nowMs: () => at, fillRandom: ones })())).toBe(at)
  })

  test('refuses what holds no time', () => {
    expect(() => timeOfIdMs('5df41881-3aed-4515-88a7-2f4a814cf09e')).toThrow('is no UUIDv7')
    expect(() => timeOfIdMs('nonsense')).toThrow('is no UUIDv7')
  })
})
