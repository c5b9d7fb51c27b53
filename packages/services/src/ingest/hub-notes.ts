import type { Clock } from '../clock.ts'
import type { HubNote } from './ingest-store.ts'

/** Writes down what the hub saw, in the background: a note that fails holds up nobody. */
export interface HubNotes {
  /** At most one a minute of each kind and agent; the next one tells how many were left out. */
  note(note: HubNote): void
  idle(): Promise<void>
}

const QUIET_MS = 60_000

export function createHubNotes(options: {
  readonly record: (note: HubNote) => Promise<void>
  readonly clock: Clock
  readonly onFailure: (error: unknown) => void
}): HubNotes {
  const last = new Map<string, { atMs: number; leftOut: number }>()
  const running = new Set<Promise<void>>()

  return {
    note({ kind, agentId, storeId, detail }) {
      const key = `${kind}/${agentId}`
      const nowMs = options.clock.monotonicMs()
      const before = last.get(key)
      if (before !== undefined && nowMs - before.atMs < QUIET_MS) {
        before.leftOut += 1
        return
      }
      last.set(key, { atMs: nowMs, leftOut: 0 })
      const leftOut = before?.leftOut ?? 0
      const note = { kind, agentId, storeId, detail: leftOut > 0 ? { ...detail, leftOut } : detail }
      const written: Promise<void> = options
        .record(note)
        .catch(options.onFailure)
        .finally(() => running.delete(written))
      running.add(written)
    },
    async idle() {
      await Promise.all(running)
    },
  }
}
