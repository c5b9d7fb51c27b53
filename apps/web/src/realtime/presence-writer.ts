import { type PresenceNow, type PresenceSeen, recordPresence } from '@counterfoil/services/agents'
import type { Timer } from '@counterfoil/services/clock'
import type { HubParts } from './hub-parts.ts'

/** Writes what is seen of agents, many in one commit, a moment later; keeps it while the database is away. */
export interface PresenceWriter {
  note(seen: PresenceSeen): void
  /** Writes what is left, once, and stops. */
  close(): Promise<void>
}

const GATHER_MS = 100
const RETRY_MS = 2_000

export function createPresenceWriter(
  parts: Pick<HubParts, 'pool' | 'clock' | 'log'>,
  node: { readonly id: string; readonly begun: () => Promise<void> },
  onWritten: (seen: readonly PresenceNow[]) => void,
): PresenceWriter {
  let pending = new Map<number, PresenceSeen>()
  let timer: Timer | null = null
  let writing: Promise<void> | null = null
  let closed = false
  let failed = false

  function schedule(delayMs: number): void {
    if (closed || timer !== null || writing !== null || pending.size === 0) return
    timer = parts.clock.startTimer(delayMs, () => {
      timer = null
      writing = write().finally(() => {
        writing = null
        schedule(failed ? RETRY_MS : GATHER_MS)
      })
    })
  }

  /** What was seen later is newer, unless it is of a connection that another one has replaced. */
  function add(seen: PresenceSeen): void {
    if ((pending.get(seen.agentId)?.greeting ?? 0) <= seen.greeting) pending.set(seen.agentId, seen)
  }

  async function write(): Promise<void> {
    const batch = pending
    pending = new Map()
    try {
      // The other hubs take agents of a hub they do not know for lost.
      await node.begun()
      onWritten(await recordPresence(parts, node.id, [...batch.values()]))
      failed = false
    } catch (error) {
      failed = true
      parts.log.warn({ err: error, agents: batch.size }, 'presence was not written; it is tried again')
      const since = pending
      pending = batch
      for (const seen of since.values()) add(seen)
    }
  }

  return {
    note(seen) {
      add(seen)
      schedule(GATHER_MS)
    },
    async close() {
      closed = true
      timer?.cancel()
      await writing
      if (pending.size > 0) await write()
    },
  }
}
