import { join } from 'node:path'
import type { Shop } from '../agent/enrolled-shops.ts'
import type { SentStream } from '../agents/check-streams.ts'
import type { SampleTrade } from '../agents/sample-trade.ts'
import { startWorker, type Worker } from '../worker.ts'
import type { PresenceCount } from './presence-count.ts'

/** What the process is given in its file. */
export interface ShopsFile extends SampleTrade {
  readonly shops: readonly Shop[]
}

export type ShopsOrder =
  /** All links start, so many a second. */
  | { readonly order: 'open'; readonly hubUrl: string; readonly perSecond: number }
  /** Payments a second over all shops of the process; 0 ends them. */
  | { readonly order: 'trade'; readonly perSecond: number }
  /** Forgets what was counted. */
  | { readonly order: 'count-anew' }
  | { readonly order: 'tell' }
  | { readonly order: 'streams' }

export interface ShopsTold extends PresenceCount {
  /** Greetings the hub did not take, by its answer. */
  readonly turnedAway: Readonly<Record<string, number>>
  /** When a payment was recorded, ms since 1970, and how long its acknowledgement took from there. */
  readonly recordedMs: readonly number[]
  readonly tookMs: readonly number[]
  readonly payments: number
  /** Events the hub has not acknowledged. */
  readonly waiting: number
  readonly cpuMs: number
  /** Only for the order `streams`. */
  readonly streams: readonly SentStream[]
}

/** Starts a process that plays the agents of `file` (`ShopsFile`) with the real agent's link over an outbox in memory. */
export function startShops(file: string): Worker<ShopsOrder, ShopsTold> {
  return startWorker<ShopsOrder, ShopsTold>(join(import.meta.dirname, 'shops.main.ts'), [file])
}
