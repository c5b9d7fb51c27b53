import type { Batch } from '@counterfoil/protocol'
import type { CardAlarmFind } from '../card-alarms/raise-card-alarm.ts'
import { cardFindsOf } from './card-finds.ts'
import type { Envelope } from './check-envelope.ts'
import { readEvent } from './read-event.ts'

/** A batch to be kept aside as it came, without card numbers; what was found holds all of its exact bodies. */
export function cutBatch(
  agent: { readonly id: number; readonly storeId: number },
  { batch, lines }: Envelope,
): { readonly batch: Batch; readonly finds: readonly CardAlarmFind[] } {
  const { epoch, firstSeq } = batch
  const reads = lines.map(readEvent)
  if (reads.every(({ cut }) => cut === null)) return { batch, finds: [] }
  const finds = reads.flatMap((read, index) => {
    if (read.cut === null) return []
    const place = { storeId: agent.storeId, agentId: agent.id, epoch, seq: firstSeq + index, terminalId: null }
    return cardFindsOf({ read, place })
  })
  const content = { what: 'batch', exact: batch.bodies, agentId: agent.id, epoch, seq: firstSeq } as const
  return {
    batch: { ...batch, bodies: reads.map(({ body }) => body).join('\n') },
    finds: finds.map((find) => ({ ...find, content })),
  }
}
