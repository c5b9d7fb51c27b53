import { expect, it } from 'vitest'
import { keepOnce } from './fetch-rows.ts'

it('gives the first of equal things for each of them', () => {
  const once = keepOnce<{ readonly day: string; readonly at: number }>(({ day }) => day)
  const first = { day: '2026-05-13', at: 1 }
  expect(once(first)).toBe(first)
  expect(once({ day: '2026-05-13', at: 2 })).toBe(first)
  expect(once({ day: '2026-05-14', at: 3 })).toEqual({ day: '2026-05-14', at: 3 })
})
