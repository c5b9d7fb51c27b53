import { setTimeout as delay } from 'node:timers/promises'
import type { PresenceCount } from './presence-count.ts'

/** Longer than any back-off and any queue: who is missing then will not come. */
const BACK_WITHIN_MS = 240_000
const LOOK_EVERY_MS = 250

/** Waits until every process has all its connections; since when, ms since 1970. */
export async function waitForAll(
  tell: () => Promise<readonly PresenceCount[]>,
  { withinMs = BACK_WITHIN_MS }: { readonly withinMs?: number } = {},
): Promise<number> {
  const untilMs = Date.now() + withinMs
  for (;;) {
    const counts = await tell()
    if (counts.every(({ allSinceMs }) => allSinceMs !== null)) return Math.max(...counts.map((count) => count.allSinceMs ?? 0))
    if (Date.now() > untilMs)
      throw new Error(`After ${withinMs / 1_000} s ${counts.map(({ up }) => up).join(' + ')} connections are up: not all.`)
    await delay(LOOK_EVERY_MS)
  }
}

/** How a crowd came back after `killedMs`; seconds. */
export function describeReturn(counts: readonly PresenceCount[], killedMs: number, listensMs: number) {
  const came = counts
    .flatMap(({ cameMs }) => cameMs)
    .filter((atMs) => atMs > killedMs)
    .toSorted((a, b) => a - b)
  const seconds = new Map<number, number>()
  for (const atMs of came) {
    const second = Math.floor((atMs - listensMs) / 1_000)
    seconds.set(second, (seconds.get(second) ?? 0) + 1)
  }
  const after = (share: number) => ((came[Math.ceil(share * came.length) - 1] ?? Number.NaN) - killedMs) / 1_000
  return { halfBackSeconds: after(0.5), most99Seconds: after(0.99), perSecondMost: Math.max(0, ...seconds.values()) }
}
