import { describe, expect, it } from 'vitest'
import { formatAge, freshnessOf, liveFreshness } from './age.ts'
import { formatClock, formatDateTime, formatDay, formatZone } from './date-time.ts'
import { formatCount, formatCountDifference, formatDifference, formatPercent, formatPoints } from './number.ts'
import { formatSpan } from './span.ts'

const fridayMs = Date.UTC(2026, 10, 20, 13, 32, 8)
const berlin = { locale: 'en', timeZone: 'Europe/Berlin' } as const
const shanghai = { locale: 'zh', timeZone: 'Asia/Shanghai' } as const

describe('numbers', () => {
  it('writes percentages with a narrow space in English and none in Chinese', () => {
    expect(formatPercent(0.892, 'en')).toBe('89.2\u202F%')
    expect(formatPercent(0.892, 'zh')).toBe('89.2%')
  })
  it('signs differences with U+2212 and a plus', () => {
    expect(formatDifference(-0.085, 'en')).toBe('\u22128.5\u202F%')
    expect(formatDifference(0.48, 'zh')).toBe('+48.0%')
    expect(formatDifference(-0.0001, 'en')).toBe('0.0\u202F%')
    expect(formatPoints(0.003, 'en')).toBe('+0.3\u00A0pp')
    expect(formatPoints(-0.044, 'zh')).toBe('\u22124.4\u00A0个百分点')
    expect(formatCountDifference(-3, 'en')).toBe('\u22123')
    expect(formatCountDifference(0, 'en')).toBe('0')
  })
  it('groups counts', () => expect(formatCount(18_204_600, 'zh')).toBe('18,204,600'))
})

describe('spans', () => {
  it.each([
    [900, '0\u00A0s', '0\u00A0秒'],
    [45_000, '45\u00A0s', '45\u00A0秒'],
    [45 * 60_000, '45\u00A0min', '45\u00A0分钟'],
    [(11 * 60 + 32) * 60_000, '11\u00A0h\u00A032', '11\u00A0小时\u00A032\u00A0分'],
    [2 * 3_600_000, '2\u00A0h', '2\u00A0小时'],
    [86_400_000, '1\u00A0day', '1\u00A0天'],
    [4.5 * 86_400_000, '4\u00A0days', '4\u00A0天'],
  ])('%i ms', (spanMs, en, zh) => {
    expect(formatSpan(spanMs, 'en')).toBe(en)
    expect(formatSpan(spanMs, 'zh')).toBe(zh)
  })
})

describe('dates', () => {
  it('names day, time and zone', () => {
    expect(formatDateTime(fridayMs, berlin, fridayMs)).toBe('Fri 20 Nov 14:32:08 CET')
    expect(formatDateTime(fridayMs, shanghai, fridayMs)).toBe('11月20日 周五 21:32:08 UTC+8')
  })
  it('names the year when it is another one', () => {
    const nextYearMs = Date.UTC(2027, 0, 4)
    expect(formatDay(fridayMs, berlin, nextYearMs)).toBe('Fri 20 Nov 2026')
    expect(formatDay(fridayMs, shanghai, nextYearMs)).toBe('2026年11月20日 周五')
  })
  it('counts midnight as 00', () => expect(formatClock(Date.UTC(2026, 10, 19, 23, 0, 5), berlin)).toBe('00:00:05'))
  it('says UTC for what has no letters', () => {
    expect(formatZone(fridayMs, { locale: 'en', timeZone: 'UTC' })).toBe('UTC')
    expect(formatZone(fridayMs, { locale: 'en', timeZone: 'Asia/Shanghai' })).toBe('UTC+8')
  })
})

describe('ages', () => {
  it('counts seconds and minutes, then shows the clock, then the day', () => {
    expect(formatAge(fridayMs - 1_000, fridayMs, berlin)).toBe('1\u00A0s')
    expect(formatAge(fridayMs - 360_000, fridayMs, shanghai)).toBe('6\u00A0分钟前')
    expect(formatAge(fridayMs - 7_200_000, fridayMs, berlin)).toBe('12:32')
    expect(formatAge(fridayMs - 86_400_000, fridayMs, berlin)).toBe('Thu 19 Nov\u00A014:32')
  })
  it('never goes below zero when clocks differ', () => expect(formatAge(fridayMs + 500, fridayMs, berlin)).toBe('0\u00A0s'))
  it('tells fresh from stale', () => {
    expect(freshnessOf(0, 5_000, liveFreshness)).toBe('fresh')
    expect(freshnessOf(0, 6_000, liveFreshness)).toBe('ageing')
    expect(freshnessOf(0, 30_000, liveFreshness)).toBe('stale')
  })
})
