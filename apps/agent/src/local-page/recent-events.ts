import type { Outbox } from '../outbox/outbox.ts'
import type { RecentEvent } from './page-state.ts'

/** Newest first, at most `most`; nothing where the record cannot be read. What an event says stays in it: kind, time and number only. */
export function readRecentEvents(
  outbox: Pick<Outbox, 'lastSeq' | 'readBatch'>,
  most: number,
): readonly RecentEvent[] | undefined {
  const last = outbox.lastSeq()
  for (let wanted = Math.min(most, last); wanted > 0; wanted = Math.floor(wanted / 2)) {
    try {
      const batch = outbox.readBatch(last - wanted, wanted)
      // A batch has a limit in bytes and begins with the oldest: then fewer are asked for.
      if (batch === undefined || batch.firstSeq + batch.count - 1 < last) continue
      return batch.bodies
        .split('\n')
        .map((body, index) => toRecentEvent(JSON.parse(body), batch.firstSeq + index))
        .reverse()
    } catch {
      // The ones before are pruned or damaged; the newest may be whole.
    }
  }
  return last === 0 ? [] : undefined
}

function toRecentEvent(body: Record<string, unknown>, seq: number): RecentEvent {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  return {
    seq,
    atMs: Number(body.at),
    kind: text(body.kind) ?? '',
    terminal: text(body.terminal),
    payment: text(body.payment),
  }
}
