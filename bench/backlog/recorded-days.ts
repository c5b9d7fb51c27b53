import type { createIdMaker } from '@counterfoil/services'
import type { HistoryEvent } from '../../tools/demo/history.ts'
import { sampleDay } from '../agents/sample-trade.ts'

/** Between two events: a busy store records about 10,000 an hour. */
const APART_MS = 360

/**
 * So many events as a store without a line records them, the last one now: one day of the real driver over and over, each
 * time with new payments.
 */
export function* recordedDays(count: number, newId: ReturnType<typeof createIdMaker>): Generator<HistoryEvent> {
  const day = sampleDay()
  const first = day.findIndex(({ payment }) => payment !== undefined)
  const beganMs = Date.now() - count * APART_MS
  let ids = new Map<unknown, string>()
  const renewed = (id: string): string => {
    const known = ids.get(id) ?? newId()
    ids.set(id, known)
    return known
  }
  for (let made = 0, next = 0; made < count; made += 1, next += 1) {
    if (next === day.length) {
      next = first
      ids = new Map()
    }
    const event = day[next]
    if (event === undefined) throw new Error('the sample day has no events')
    const { payment, parent } = event
    yield {
      ...event,
      at: beganMs + made * APART_MS,
      mono: made * APART_MS,
      ...(payment !== undefined && { payment: renewed(payment) }),
      ...(typeof parent === 'string' && { parent: renewed(parent) }),
    }
  }
}
