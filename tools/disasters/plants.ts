import type { Outbox } from '@counterfoil/agent'
import type { Clock } from '@counterfoil/services/clock'
import type { GroupRows, WrittenGroup } from '@counterfoil/services/ingest'
import { type MemoryDatabase, streamKey } from '@counterfoil/services/testing'

/** Bugs put in on purpose, around the ports, to see that the simulator sees. None of them exists outside its wiring. */
export const PLANTS = [
  'acknowledge-before-commit',
  'no-fsync',
  'no-dedupe',
  'projection-outside-transaction',
  'delete-on-acknowledgement',
  'silent-loss',
] as const
export type Plant = (typeof PLANTS)[number]

/** How a group reaches the database: in one transaction, or as the planted bug does it. */
export function createWrite(plant: Plant | undefined, database: MemoryDatabase, clock: Clock) {
  return (rows: GroupRows): WrittenGroup | null => {
    const blind = (): WrittenGroup => ({ recordedAtMs: clock.nowMs(), revs: new Map(rows.storeIds.map((id) => [id, 1])) })
    switch (plant) {
      case 'acknowledge-before-commit':
        clock.startTimer(300, () => database.write(rows))
        return blind()
      case 'no-dedupe':
        for (const { agentId, epoch, toSeq, toHead } of rows.streams)
          database.streams.set(streamKey(agentId, epoch), { highWater: toSeq, head: toHead })
        database.writeEvents(rows)
        database.writeProjection(rows)
        return blind()
      case 'projection-outside-transaction': {
        const written = database.write({
          ...rows,
          payments: [],
          minutes: [],
          days: [],
          conditionHeads: [],
          conditions: [],
          totals: [],
        })
        if (written !== null) clock.startTimer(20, () => database.writeProjection(rows))
        return written
      }
      default:
        return database.write(rows)
    }
  }
}

/** An outbox that never tells what it gave up. */
export function silent(outbox: Outbox): Outbox {
  return {
    ...outbox,
    append(events, request) {
      const kept = events.filter(({ kind }) => kind !== 'agent.gap')
      return kept.length === 0 ? outbox.lastSeq() : outbox.append(kept, request)
    },
  }
}

/** An outbox that keeps nothing the hub has. */
export function forgetful(outbox: Outbox): Outbox {
  return {
    ...outbox,
    acknowledge(highWater, head) {
      const comparison = outbox.acknowledge(highWater, head)
      outbox.prune(0)
      return comparison
    },
  }
}
