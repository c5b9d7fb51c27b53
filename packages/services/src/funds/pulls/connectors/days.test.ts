import { expect, it } from 'vitest'
import { dayBefore, firstKeptDay, KEPT_DAYS, readyDays } from './days.ts'

const at = (text: string) => new Date(text)

it('asks for a day from 10:00 in Beijing on the next one', () => {
  expect(readyDays(at('2026-05-13T09:59:59+08:00'), '2026-05-11')).toEqual(['2026-05-11'])
  expect(readyDays(at('2026-05-13T10:00:00+08:00'), '2026-05-11')).toEqual(['2026-05-11', '2026-05-12'])
  expect(readyDays(at('2026-03-01T10:00:00+08:00'), '2026-02-27')).toEqual(['2026-02-27', '2026-02-28'])
})

it('asks for no day before the first one, nor for one that is not kept any more', () => {
  expect(readyDays(at('2026-05-13T12:00:00+08:00'), '2026-05-13')).toEqual([])
  const kept = readyDays(at('2026-05-13T12:00:00+08:00'), '2020-01-01')
  expect(kept).toHaveLength(KEPT_DAYS)
  expect([kept[0], kept.at(-1)]).toEqual([firstKeptDay(at('2026-05-13T12:00:00+08:00')), '2026-05-12'])
})

it('begins with the day before in Beijing', () => {
  expect(dayBefore(at('2026-05-12T15:59:59Z'))).toBe('2026-05-11')
  expect(dayBefore(at('2026-05-12T16:00:00Z'))).toBe('2026-05-12')
})
