import { setTimeout as delay } from 'node:timers/promises'
import type { Batch } from '@counterfoil/protocol'
import type { AgentSocket } from './connect-agent.ts'

export interface SendNotes {
  acknowledged(tookMs: number): void
  busy(): void
}

/**
 * Sends batches in order, at most `window` unacknowledged, larger ones with the hub's leave only. After a refusal for business it waits as told and goes on from
 * the last acknowledged one, as the store agent does. Throws on any other refusal.
 */
export async function sendBatches(
  socket: AgentSocket,
  batches: readonly Batch[],
  { window, notes }: { readonly window: number; readonly notes: SendNotes },
): Promise<void> {
  let acknowledged = 0
  while (acknowledged < batches.length) {
    const from = acknowledged
    let sent = from
    let waitMs: number | undefined
    let turn: Promise<void> = Promise.resolve()
    socket.announce(() => batches.slice(acknowledged).reduce((sum, { count }) => sum + count, 0))
    const line = async (): Promise<void> => {
      while (waitMs === undefined && sent < batches.length) {
        const index = sent++
        const batch = batches[index]
        if (batch === undefined) return
        // In order: a small batch needs no leave, but must not overtake the large one before it.
        turn = turn.then(() => socket.leaveFor(batch.count))
        await turn
        const startedMs = performance.now()
        const answer = await socket.send(batch)
        if (answer.ok) {
          acknowledged = Math.max(acknowledged, index + 1)
          notes.acknowledged(performance.now() - startedMs)
        } else if (answer.code === 'busy' || answer.code === 'unavailable') {
          notes.busy()
          waitMs = answer.retryAfterMs ?? 500
        } else if (answer.code !== 'gap' || waitMs === undefined) {
          // A gap is what the next batch meets when the one before it was not taken.
          throw new Error(`the hub refused batch ${batch.firstSeq} (${answer.code}): ${answer.message}`)
        }
      }
    }
    await Promise.all(Array.from({ length: window }, line))
    if (waitMs !== undefined) await delay(waitMs)
  }
}
