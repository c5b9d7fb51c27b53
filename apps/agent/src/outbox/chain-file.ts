import type { DatabaseSync } from 'node:sqlite'
import type { StreamState } from './event-stream.ts'
import type { ChainRow } from './mend-rows.ts'
import type { ChainFile, ChainWrites, QuarantinedRow } from './mender.ts'

const PAGE_ROWS = 500

export interface ChainFileOptions {
  readonly db: DatabaseSync
  readonly epoch: number
  readonly state: () => StreamState
  readonly headAt: (seq: number) => string | undefined
  readonly ageMs: () => number
  readonly transact: (work: () => void) => void
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The chain of one epoch in SQLite, for those who mend it. */
export function createChainFile({ db, epoch, state, headAt, ageMs, transact }: ChainFileOptions): ChainFile {
  const selectPage = db.prepare(
    'SELECT seq, at_ms, kind, body, hash FROM event WHERE epoch = ? AND seq >= ? AND seq <= ? ORDER BY seq LIMIT ?',
  )
  const selectAcknowledged = db.prepare('SELECT head FROM delivered WHERE epoch = ? AND seq = ?')
  const selectQuarantined = db.prepare('SELECT * FROM quarantine WHERE epoch = ? ORDER BY id')
  const insertQuarantined = db.prepare(
    'INSERT INTO quarantine (epoch, seq, at_ms, kind, body, hash, delivered, age_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const setDelivered = db.prepare('UPDATE quarantine SET delivered = 1 WHERE epoch = ? AND seq = ?')
  const replaceEvent = db.prepare(
    `INSERT OR REPLACE INTO event (epoch, seq, at_ms, kind, terminal, payment, body, hash) VALUES (?, ?, ?, ?, NULL, NULL, ?, ?)`,
  )
  const deleteEvent = db.prepare('DELETE FROM event WHERE epoch = ? AND seq = ?')
  const updateHash = db.prepare('UPDATE event SET hash = ? WHERE epoch = ? AND seq = ?')
  const updateEnd = db.prepare('UPDATE stream SET head = ? WHERE epoch = ?')

  function* rows(first: number, last: number): Generator<ChainRow> {
    let seq = first
    while (seq <= last) {
      const page = selectPage.all(epoch, seq, last, PAGE_ROWS)
      for (const row of page) {
        for (; seq < Number(row.seq); seq += 1) yield { seq }
        yield { seq, atMs: Number(row.at_ms), kind: text(row.kind), body: text(row.body), hash: text(row.hash) }
        seq += 1
      }
      if (page.length === PAGE_ROWS) continue
      for (; seq <= last; seq += 1) yield { seq }
    }
  }

  const writes: ChainWrites = {
    quarantine({ seq, atMs, kind, body, hash, delivered }) {
      insertQuarantined.run(epoch, seq, atMs ?? null, kind ?? null, body ?? null, hash ?? null, delivered ? 1 : 0, ageMs())
    },
    replace: (seq, atMs, body, hash) => void replaceEvent.run(epoch, seq, atMs, 'agent.gap', body, hash),
    setHash: (seq, hash) => void updateHash.run(hash, epoch, seq),
    putBack({ seq, atMs = 0, kind, body, hash }) {
      setDelivered.run(epoch, seq)
      if (kind === undefined || body === undefined || hash === undefined) deleteEvent.run(epoch, seq)
      else replaceEvent.run(epoch, seq, atMs, kind, body, hash)
    },
    setEnd: (head) => void updateEnd.run(head, epoch),
  }

  return {
    lastSeq: () => state().lastSeq,
    endHead: () => state().head,
    prunedSeq: () => state().prunedSeq,
    headAt,
    acknowledgedHead: (seq) => text(selectAcknowledged.get(epoch, seq)?.head),
    rows,
    quarantined: () =>
      selectQuarantined.all(epoch).map(
        (row): QuarantinedRow => ({
          seq: Number(row.seq),
          atMs: row.at_ms === null ? undefined : Number(row.at_ms),
          kind: text(row.kind),
          body: text(row.body),
          hash: text(row.hash),
          delivered: row.delivered === 1,
        }),
      ),
    transact: (change) => transact(() => change(writes)),
  }
}
