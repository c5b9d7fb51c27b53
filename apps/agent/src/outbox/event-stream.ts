import type { DatabaseSync } from 'node:sqlite'
import { BATCH_MAX_BYTES, BATCH_MAX_EVENTS } from '@counterfoil/protocol'
import { fitEvent } from './fit-event.ts'
import { nextHead } from './mend-rows.ts'
import type { OutboxBatch, Recordable, StreamComparison } from './outbox.ts'
import { OutboxError } from './outbox-error.ts'

/** Start of one epoch's chain as the file holds it. */
export interface StreamState {
  readonly lastSeq: number
  readonly head: string
  readonly prunedSeq: number
  readonly prunedHead: string
}

/** The numbered, chained events of one epoch. Transactions are the caller's. */
export function createEventStream(db: DatabaseSync, epoch: number) {
  const selectStream = db.prepare('SELECT last_seq, head, pruned_seq, pruned_head FROM stream WHERE epoch = ?')
  const insertEvent = db.prepare(
    'INSERT INTO event (epoch, seq, at_ms, kind, terminal, payment, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const updateStream = db.prepare('UPDATE stream SET last_seq = ?, head = ? WHERE epoch = ?')
  const updatePruned = db.prepare('UPDATE stream SET pruned_seq = ?, pruned_head = ? WHERE epoch = ?')
  const selectBodies = db.prepare('SELECT seq, body, hash FROM event WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT ?')
  const selectHash = db.prepare('SELECT hash FROM event WHERE epoch = ? AND seq = ?')

  function read(): StreamState {
    const row = selectStream.get(epoch)
    if (row === undefined) throw new OutboxError('damaged', `The outbox has no stream of epoch ${epoch}.`)
    return {
      lastSeq: Number(row.last_seq),
      head: String(row.head),
      prunedSeq: Number(row.pruned_seq),
      prunedHead: String(row.pruned_head),
    }
  }

  /** Chain head after event `seq`; nothing where the event is pruned or never existed. */
  function headAt(seq: number, state: StreamState): string | undefined {
    if (seq === state.lastSeq) return state.head
    if (seq === state.prunedSeq) return state.prunedHead
    if (seq < state.prunedSeq) return undefined
    const row = selectHash.get(epoch, seq)
    return row === undefined ? undefined : String(row.hash)
  }

  return {
    read,
    headAt,
    /** Numbers and chains the events after `state`; returns the state they lead to and the bytes of each. */
    insert(
      events: readonly Recordable[],
      state: StreamState,
    ): { readonly state: StreamState; readonly sizes: readonly number[] } {
      let { lastSeq, head } = state
      const sizes: number[] = []
      for (const event of events) {
        const body = fitEvent(event)
        sizes.push(Buffer.byteLength(body))
        lastSeq += 1
        head = nextHead(head, body)
        insertEvent.run(epoch, lastSeq, event.at, event.kind, event.terminal ?? null, event.payment ?? null, body, head)
      }
      updateStream.run(lastSeq, head, epoch)
      return { state: { ...state, lastSeq, head }, sizes }
    },
    notePruned(seq: number, head: string): void {
      updatePruned.run(seq, head, epoch)
    },
    /** Ends before a damaged event; throws when that is the first. */
    readBatch(after: number, maxEvents: number, state: StreamState, prevHead = headAt(after, state)): OutboxBatch | undefined {
      if (after >= state.lastSeq) return undefined
      if (prevHead === undefined) throw missing(epoch, after)
      const bodies: string[] = []
      let bytes = 0
      let head = prevHead
      for (const row of selectBodies.iterate(epoch, after, Math.min(maxEvents, BATCH_MAX_EVENTS))) {
        const body = String(row.body)
        bytes += Buffer.byteLength(body) + 1
        if (bodies.length > 0 && bytes > BATCH_MAX_BYTES) break
        if (Number(row.seq) !== after + bodies.length + 1) break
        const next = nextHead(head, body)
        if (next !== row.hash) {
          if (bodies.length > 0) break
          throw new OutboxError(
            'damaged',
            `Event ${epoch}/${String(row.seq)} in the outbox was changed on disk: its chain hash does not fit. It is not sent as it is; keep the file and tell whoever looks after your hub.`,
          )
        }
        head = next
        bodies.push(body)
      }
      if (bodies.length === 0) throw missing(epoch, after + 1)
      return { epoch, firstSeq: after + 1, count: bodies.length, prevHead, head, bodies: bodies.join('\n') }
    },
    compare(highWater: number, head: string, state: StreamState): StreamComparison {
      if (highWater > state.lastSeq) return { match: 'ahead', lastSeq: state.lastSeq, theirs: highWater }
      if (highWater < state.prunedSeq) return { match: 'pruned', prunedSeq: state.prunedSeq }
      const ours = headAt(highWater, state)
      return ours === head ? { match: 'same' } : { match: 'fork', seq: highWater, ours: ours ?? 'damaged', theirs: head }
    },
  }
}

function missing(epoch: number, seq: number): OutboxError {
  return new OutboxError(
    'damaged',
    `Event ${epoch}/${seq} is missing in the outbox. Nothing after it is sent; keep the file and tell whoever looks after your hub.`,
  )
}
