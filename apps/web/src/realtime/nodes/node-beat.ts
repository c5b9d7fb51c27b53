import { beatHubNode, endHubNode, type HubLine, type HubNode, type PresenceNow } from '@counterfoil/services/agents'
import type { Timer } from '@counterfoil/services/clock'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'

/** Keeps this hub's row in the database alive, and ends what hubs have left behind that stopped without a word. */
export interface NodeBeat {
  /** Resolves once the row is there; rejects while the database is away. */
  begun(): Promise<void>
  /** Takes the row away, if the database is there. */
  close(): Promise<void>
}

const BEAT_MS = 5_000

export function createNodeBeat(
  parts: Pick<HubParts, 'pool' | 'clock' | 'log' | 'metrics'>,
  node: HubNode,
  line: () => HubLine,
  onAway: (agents: readonly PresenceNow[]) => void,
): NodeBeat {
  let timer: Timer | null = null
  let closed = false
  let begun = false
  let running: Promise<void> = Promise.resolve()

  async function beat(): Promise<void> {
    const away = await beatHubNode(parts, node, line())
    begun = true
    if (away.length === 0) return
    parts.log.warn({ agents: away.length }, 'another hub has ended without a word; its agents are shown as away')
    onAway(away)
  }

  function beatIn(delayMs: number): void {
    if (closed) return
    timer = parts.clock.startTimer(delayMs, () => {
      running = watchJob(parts, 'node_beat', beat)
        .catch((error: unknown) => parts.log.debug({ err: error }, 'the sign of life was not written; it is tried again'))
        .finally(() => beatIn(BEAT_MS))
    })
  }

  beatIn(0)
  return {
    begun: async () => (begun ? undefined : beat()),
    async close() {
      closed = true
      timer?.cancel()
      await running
      await endHubNode(parts, node.id).catch((error: unknown) =>
        parts.log.debug({ err: error }, 'the other hubs will find by themselves that this one has ended'),
      )
    },
  }
}
