import { clearPresence, type PresenceNow, type PresenceSeen, recordPresence } from '@counterfoil/services/agents'
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
  onWritten: (seen: readonly PresenceNow[]) => void,
): PresenceWriter {
  let pending = new Map<number, PresenceSeen>()
  let timer: Timer | null = null
  let writing: Promise<void> | null = null
  let closed = false
  let failed = false
  // A hub that was killed has left its agents written down as connected; that ends before anything new is told.
  let cleared = false

  function schedule(delayMs: number): void {
    if (closed || timer !== null || writing !== null || (cleared && pending.size === 0)) return
    timer = parts.clock.startTimer(delayMs, () => {
      timer = null
      writing = write().finally(() => {
        writing = null
        schedule(failed ? RETRY_MS : GATHER_MS)
      })
    })
  }

  async function write(): Promise<void> {
    const batch = pending
    pending = new Map()
    try {
      if (!cleared) await clearPresence(parts)
      cleared = true
      onWritten(await recordPresence(parts, [...batch.values()]))
      failed = false
    } catch (error) {
      failed = true
      parts.log.warn({ err: error, agents: batch.size }, 'presence was not written; it is tried again')
      // What was seen meanwhile is newer.
      pending = new Map([...batch, ...pending])
    }
  }

  schedule(0)
  return {
    note(seen) {
      pending.set(seen.agentId, seen)
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
