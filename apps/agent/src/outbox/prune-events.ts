import type { DatabaseSync } from 'node:sqlite'
import type { createEventStream } from './event-stream.ts'

/** Seven days: so long the hub may be restored from a backup and still get everything again. */
export const KEEP_MS = 7 * 24 * 60 * 60 * 1_000

/** Rows removed in one go, so that a payment never waits long behind the cleaning. */
const MAX_ROWS = 20_000

/** Removes what was acknowledged at the outbox's age `before` (ms) or earlier; runs inside the caller's transaction. Returns removed events. */
export function createPruner(db: DatabaseSync, epoch: number, stream: ReturnType<typeof createEventStream>) {
  const selectDelivered = db.prepare('SELECT max(seq) AS seq FROM delivered WHERE epoch = ? AND age_ms <= ?')
  const notOpen = 'payment IS NULL OR payment NOT IN (SELECT id FROM payment WHERE final = 0)'
  const deleteEvents = db.prepare(`DELETE FROM event WHERE epoch = ? AND seq <= ? AND (${notOpen})`)
  // The newest acknowledgement stays: it is what "delivered up to here" is read from.
  const deleteDelivered = db.prepare(
    'DELETE FROM delivered WHERE epoch = ? AND seq <= ? AND seq < (SELECT max(seq) FROM delivered WHERE epoch = ?)',
  )
  const deleteRequests = db.prepare(
    'DELETE FROM till_request WHERE age_ms <= ? AND payment NOT IN (SELECT id FROM payment WHERE final = 0)',
  )
  const deletePayments = db.prepare(
    `DELETE FROM payment WHERE final = 1
       AND NOT EXISTS (SELECT 1 FROM event WHERE event.payment = payment.id)
       AND NOT EXISTS (SELECT 1 FROM till_request WHERE till_request.payment = payment.id)`,
  )

  return (before: number): number => {
    const delivered = Number(selectDelivered.get(epoch, before)?.seq ?? 0)
    const state = stream.read()
    const upTo = Math.min(delivered, state.prunedSeq + MAX_ROWS)
    let removed = 0
    if (upTo > state.prunedSeq) {
      const head = stream.headAt(upTo, state)
      if (head === undefined) return 0
      stream.notePruned(upTo, head)
      removed = Number(deleteEvents.run(epoch, upTo).changes)
      deleteDelivered.run(epoch, upTo, epoch)
    }
    deleteRequests.run(before)
    deletePayments.run()
    return removed
  }
}
