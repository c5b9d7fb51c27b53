import { setTimeout as delay } from 'node:timers/promises'
import type { Trickle } from '../agents/trickle.ts'
import { percentile, round } from '../statistics.ts'

/** What the stores that trade felt for a while. */
export interface Slice {
  readonly acknowledgedMs: readonly number[]
  readonly shownMs: readonly number[]
  readonly seconds: number
  readonly cpuMs: { readonly hub: number; readonly postgres: number }
}

interface Watching {
  readonly live: Trickle
  readonly cpu: () => { readonly hub: number; readonly postgres: number }
}

/** Looks on for `ms`, or until `over` says so. */
export async function takeSlice({ live, cpu }: Watching, ms: number, over: () => Promise<boolean>): Promise<Slice> {
  const before = await live.tell()
  const cpuBefore = cpu()
  const startedMs = performance.now()
  while (performance.now() - startedMs < ms && !(await over())) await delay(250)
  const seconds = (performance.now() - startedMs) / 1_000
  const after = await live.tell()
  const cpuAfter = cpu()
  return {
    acknowledgedMs: after.acknowledgedMs.slice(before.acknowledgedMs.length),
    shownMs: after.shownMs.slice(before.shownMs.length),
    seconds,
    cpuMs: { hub: cpuAfter.hub - cpuBefore.hub, postgres: cpuAfter.postgres - cpuBefore.postgres },
  }
}

/** All slices of one kind together, and each one's p99. */
export function describeSlices(slices: readonly Slice[]) {
  const acknowledged = slices.flatMap(({ acknowledgedMs }) => acknowledgedMs)
  const shown = slices.flatMap(({ shownMs }) => shownMs)
  const seconds = slices.reduce((sum, slice) => sum + slice.seconds, 0)
  const percent = (part: 'hub' | 'postgres') => round(slices.reduce((sum, { cpuMs }) => sum + cpuMs[part], 0) / (seconds * 10))
  return {
    seconds: round(seconds),
    payments: acknowledged.length,
    acknowledgedMs: { p50: round(percentile(acknowledged, 0.5)), p99: round(percentile(acknowledged, 0.99)) },
    shownMs: { p50: round(percentile(shown, 0.5)), p99: round(percentile(shown, 0.99)) },
    eachP99: slices.map(({ acknowledgedMs }) => round(percentile(acknowledgedMs, 0.99))),
    cpuPercent: { hub: percent('hub'), postgres: percent('postgres') },
  }
}
