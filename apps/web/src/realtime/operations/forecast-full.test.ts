import { expect, it } from 'vitest'
import { addSample, type FreeSample, forecastFull } from './forecast-full.ts'

const MINUTE = 60_000
const course = (minutes: number, freeAt: (minute: number) => number): readonly FreeSample[] =>
  Array.from({ length: minutes + 1 }, (_, minute) => ({ atMs: minute * MINUTE, freeBytes: freeAt(minute) }))

it('a disk that loses a megabyte a minute is full when its free megabytes are gone', () => {
  expect(forecastFull(course(60, (minute) => 1_000e6 - minute * 1e6))).toBeCloseTo(940 * 60, 3)
})

it('a sawtooth of temporary files is read by its trend', () => {
  const samples = course(120, (minute) => 1_000e6 - minute * 1e6 - (minute % 10) * 5e6)
  expect(forecastFull(samples)).toBeGreaterThan(600 * 60)
  expect(forecastFull(samples)).toBeLessThan(1_000 * 60)
})

it('says nothing of a disk that does not fill, or has not been looked at for half an hour', () => {
  expect(forecastFull(course(60, () => 5e9))).toBeNull()
  expect(forecastFull(course(60, (minute) => 5e9 + minute))).toBeNull()
  expect(forecastFull(course(29, (minute) => 5e9 - minute * 1e6))).toBeNull()
  expect(forecastFull([])).toBeNull()
})

it('keeps one sample a minute for six hours, however often it looks', () => {
  let samples: readonly FreeSample[] = []
  for (let second = 0; second <= 8 * 3_600; second += 15)
    samples = addSample(samples, { atMs: second * 1_000, freeBytes: second })
  expect(samples).toHaveLength(361)
  expect(samples.at(-1)?.atMs).toBe(8 * 3_600_000)
})
