import type { DatabaseSync } from 'node:sqlite'
import type { AgeClock } from './age-clock.ts'
import { type Acknowledgement, withUnnoted } from './unnoted.ts'

/** What the hub has confirmed: in memory at once, in the file as soon as it can be written. */
export interface Acknowledgements {
  deliveredSeq(): number
  take(seq: number, head: string): void
  /** Notes what is not in the file yet; runs inside the caller's transaction, which tells afterwards that it was committed. */
  note(): void
  committed(): void
}

/**
 * An acknowledgement that cannot be noted is no harm: the hub says its high water at every greeting. So it is kept with
 * its own age, and goes into the file with the next transaction of any kind.
 */
export function createAcknowledgements(db: DatabaseSync, epoch: number, age: AgeClock): Acknowledgements {
  const insert = db.prepare('INSERT INTO delivered (epoch, seq, head, age_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const newest = db.prepare('SELECT max(seq) AS seq FROM delivered WHERE epoch = ?').get(epoch)
  let delivered = Number(newest?.seq ?? 0)
  let unnoted: readonly Acknowledgement[] = []
  return {
    deliveredSeq: () => delivered,
    take(seq, head) {
      delivered = seq
      unnoted = withUnnoted(unnoted, { seq, head, ageMs: age.nowMs() })
    },
    note() {
      for (const one of unnoted) insert.run(epoch, one.seq, one.head, one.ageMs)
    },
    committed() {
      unnoted = []
    },
  }
}
