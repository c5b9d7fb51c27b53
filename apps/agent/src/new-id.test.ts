import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { createIdSource } from './new-id.ts'

it('makes UUIDv7 that ascend, also within one millisecond and when the clock goes back', () => {
  let now = 1_700_000_000_000
  const newId = createIdSource(() => now, randomBytes)
  const ids: string[] = []
  for (let index = 0; index < 10_000; index += 1) {
    if (index === 5_000) now -= 60_000
    ids.push(newId())
  }
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(Number.parseInt(ids[0]?.replaceAll('-', '').slice(0, 12) ?? '', 16)).toBe(1_700_000_000_000)
})
