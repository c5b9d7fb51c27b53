import { join } from 'node:path'
import type { Shop } from '../agent/enrolled-shops.ts'
import type { SentStream } from '../agents/check-streams.ts'
import { startWorker, type Worker } from '../worker.ts'

/** What the process is given in its file. */
export interface DrainFile {
  /** Where the outboxes are. */
  readonly folder: string
  readonly shops: readonly Shop[]
}

export type DrainOrder =
  /** Fills every shop's outbox with so many events. */
  | { readonly order: 'fill'; readonly events: number }
  | { readonly order: 'connect'; readonly hubUrl: string }
  | { readonly order: 'disconnect' }
  | { readonly order: 'tell' }

export interface Drained {
  /** Events that are not acknowledged. */
  readonly waiting: number
  /** When the last one of all was, ms since 1970; null while some wait. */
  readonly emptySinceMs: number | null
  /** Codes of links that are not connected though they should be. */
  readonly trouble: readonly string[]
  readonly outboxBytes: number
  readonly streams: readonly SentStream[]
}

/** Starts a process with stores that come back with a backlog: real outboxes on disk, the real agent's link. */
export function startDrain(file: string): Worker<DrainOrder, Drained> {
  return startWorker<DrainOrder, Drained>(join(import.meta.dirname, 'drain.main.ts'), [file])
}
