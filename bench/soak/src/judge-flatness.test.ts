import { expect, it } from 'vitest'
import { type Held, judgeFlatness } from './judge-flatness.ts'

const noise = [0.4, -0.6, 0.9, -0.2, 0.1, -0.8, 0.7]
/** A run of an hour with a look a minute. */
const run = (of: (minute: number) => Partial<Held> = () => ({}), p99 = (_minute: number) => 40) => ({
  held: Array.from({ length: 60 }, (_, minute) => ({
    atSeconds: minute * 60,
    heapMb: 80 + (noise[minute % noise.length] ?? 0),
    handles: 2_050,
    files: 2_060,
    ...of(minute),
  })),
  p99Ms: Array.from({ length: 60 }, (_, minute) => p99(minute)),
})

it('a hub that stays as it was is flat, its warm-up and an odd minute aside', () => {
  const flat = judgeFlatness(
    run(
      (minute) => (minute < 15 ? { heapMb: 40 + minute * 2 } : minute === 50 ? { heapMb: 120, handles: 2_400 } : {}),
      (minute) => (minute === 45 ? 900 : 30),
    ),
  )
  expect([...flat.problems, ...flat.slower]).toEqual([])
  expect(Math.abs(flat.heapSlopeMbPerHour)).toBeLessThan(2)
  expect(flat.heapRatio).toBeCloseTo(1, 1)
})

it('a leak of a kilobyte a payment, of a handle or a file a minute, and a p99 that grows are named', () => {
  const leak = judgeFlatness(run((minute) => ({ heapMb: 80 + minute * 12 })))
  expect(leak.problems).toEqual([expect.stringContaining('heap grew')])
  expect(leak.heapSlopeMbPerHour).toBeCloseTo(720, 0)
  expect(judgeFlatness(run((minute) => ({ handles: 2_050 + minute }))).problems).toEqual([expect.stringContaining('handles')])
  expect(judgeFlatness(run((minute) => ({ files: 2_060 + minute }))).problems).toEqual([expect.stringContaining('files')])
  expect(judgeFlatness(run(undefined, (minute) => 40 + minute * 20)).slower).toEqual([expect.stringContaining('p99')])
})

it('a machine that others use makes a p99 jump, and that is no growth; a p99 that stays up is', () => {
  const jumps = [232, 413, 735, 465, 294, 300, 265, 196, 558, 484, 142, 255]
  const { held } = run()
  const flat = judgeFlatness({ held: held.slice(0, 12), p99Ms: jumps })
  expect(flat.p99Ratio).toBeGreaterThan(1.5)
  expect([...flat.problems, ...flat.slower]).toEqual([])
  expect(judgeFlatness({ held: held.slice(0, 12), p99Ms: jumps.map((ms, look) => (look < 8 ? ms / 4 : ms)) }).slower).toEqual([
    expect.stringContaining('p99'),
  ])
  expect(judgeFlatness(run(undefined, (minute) => (minute < 40 ? 60 : 120))).slower).toEqual([expect.stringContaining('p99')])
})

it('a machine that falls behind has more under way, and that is no leak', () => {
  const handles = [280, 284, 278, 282, 286, 280, 282, 282, 282, 290, 286, 288]
  const { held, p99Ms } = run()
  const busy = held.slice(0, 12).map((one, nth) => ({ ...one, handles: handles[nth] ?? 0 }))
  expect(judgeFlatness({ held: busy, p99Ms: p99Ms.slice(0, 12) })).toMatchObject({ handlesGrown: 2, problems: [] })
})

it('a run too short to have thirds is no run', () => {
  expect(() => judgeFlatness({ held: run().held.slice(0, 2), p99Ms: [1, 2] })).toThrow('longer')
})
