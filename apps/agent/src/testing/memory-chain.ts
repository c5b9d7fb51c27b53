import type { ChainRow } from '../outbox/mend-rows.ts'
import type { ChainFile, ChainWrites } from '../outbox/mender.ts'
import type { DiskRecord, MendChange } from './memory-disk.ts'
import type { MemoryTables } from './memory-tables.ts'

export interface MemoryChainOptions {
  readonly tables: MemoryTables
  readonly epoch: number
  readonly headAt: (seq: number) => string | undefined
  readonly ageMs: () => number
  readonly commit: (record: DiskRecord) => number
}

/** The chain of one epoch over memory, for those who mend it. */
export function createMemoryChain({ tables, epoch, headAt, ageMs, commit }: MemoryChainOptions): ChainFile {
  return {
    lastSeq: () => tables.stream(epoch).lastSeq,
    endHead: () => tables.stream(epoch).head,
    prunedSeq: () => tables.stream(epoch).prunedSeq,
    headAt,
    acknowledgedHead: (seq) => tables.acknowledgedHead(epoch, seq),
    *rows(first, last) {
      for (let seq = first; seq <= last; seq += 1) {
        const event = tables.event(epoch, seq)
        const row: ChainRow =
          event === undefined ? { seq } : { seq, atMs: event.atMs, kind: event.kind, body: event.body, hash: event.hash }
        yield row
      }
    },
    quarantined: () => tables.quarantine.flatMap((one) => (one.epoch === epoch ? [one.row] : [])),
    transact(change) {
      const changes: MendChange[] = []
      const writes: ChainWrites = {
        quarantine: (row) => void changes.push({ type: 'quarantine', row, ageMs: ageMs() }),
        replace: (seq, atMs, body, hash) => void changes.push({ type: 'replace', seq, atMs, body, hash }),
        setHash: (seq, hash) => void changes.push({ type: 'hash', seq, hash }),
        putBack: (row) => void changes.push({ type: 'put_back', row }),
        setEnd: (head) => void changes.push({ type: 'end', head }),
      }
      change(writes)
      commit({ type: 'mend', epoch, changes })
    },
  }
}
