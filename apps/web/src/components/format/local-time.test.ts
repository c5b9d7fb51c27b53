import { expect, test } from 'vitest'
import { formatLocalTime, parseLocalTime } from './local-time.ts'

test.each([
  ['2026-11-20T14:30', 'Europe/Berlin', Date.UTC(2026, 10, 20, 13, 30)],
  ['2026-07-20T14:30', 'Europe/Berlin', Date.UTC(2026, 6, 20, 12, 30)],
  ['2026-03-29T03:30', 'Europe/Berlin', Date.UTC(2026, 2, 29, 1, 30)],
  ['2026-11-20', 'Asia/Shanghai', Date.UTC(2026, 10, 19, 16)],
  ['2026-02-30', 'UTC', null],
  ['2026-11-20T25:00', 'UTC', null],
  ['20.11.2026', 'UTC', null],
])('time %s in %s', (text, timeZone, expected) => expect(parseLocalTime(text, timeZone)).toBe(expected))

test.each([
  ['2026-03-29T01:59', 'Europe/Berlin'],
  ['2026-11-20T14:30', 'Asia/Shanghai'],
])('%s in %s comes back', (text, timeZone) => expect(formatLocalTime(parseLocalTime(text, timeZone) ?? 0, timeZone)).toBe(text))
