import type { Outbox } from '@counterfoil/agent'
import { GENESIS_HEAD } from '@counterfoil/audit'
import { type MemoryDatabase, streamKey } from '@counterfoil/services/testing'

/**
 * Where an outbox and the hub hold different events, if anywhere. A hub that holds all of the outbox and more has lost nothing
 * of it: a copy of that PC went on, which this one learns when it next has something to say.
 */
export function partedAt(database: MemoryDatabase, agentId: number, outbox: Outbox): number | undefined {
  const { epoch } = outbox
  const cursor = database.streams.get(streamKey(agentId, epoch)) ?? { highWater: 0, head: GENESIS_HEAD }
  const { match } = outbox.compare(cursor.highWater, cursor.head.toString('hex'))
  if (match === 'same') return undefined
  const seq = outbox.lastSeq()
  if (seq === 0 || database.hashAt({ storeId: 0, agentId, epoch, seq })?.toString('hex') === outbox.head()) return undefined
  return cursor.highWater
}
