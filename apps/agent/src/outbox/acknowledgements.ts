import type { DatabaseSync } from 'node:sqlite'
import type { AgeClock } from './age-clock.ts'

/** What the hub has confirmed: in memory at once, in the file as soon as it can be written. */
export interface Acknowledgements {
  deliveredSeq(): number
  take(seq: number, head: string): void
  /** Notes what is not in the file yet; runs inside the caller's transaction, which tells afterwards that it was committed. */
  note(): void
  committed(): void
}

/**
 * An acknowledgement that cannot be noted is no harm: the hub says its high water at every greeting. So it is kept, and goes
 * into the file with the next transaction of any kind.
 */
export function createAcknowledgements(db: DatabaseSync, epoch: number, age: AgeClock): Acknowledgements {
  const insert = db.prepare('INSERT INTO delivered (epoch, seq, head, age_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const newest = db.prepare('SELECT max(seq) AS seq FROM delivered WHERE epoch = ?').get(epoch)
  let delivered = Number(newest?.seq ?? 0)
  let pending: { readonly seq: number; readonly head: string; readonly ageMs: number } | undefined
  return {
    deliveredSeq: () => delivered,
    take(seq, head) {
      delivered = seq
      pending = { seq, head, ageMs: age.nowMs() }
    },
    note() {
      if (pending !== undefined) insert.run(epoch, pending.seq, pending.head, pending.ageMs)
    },
    committed() {
      pending = undefined
    },
  }
}
