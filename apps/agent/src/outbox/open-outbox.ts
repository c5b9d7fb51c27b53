import type { DatabaseSync } from 'node:sqlite'
import { GENESIS_HEAD } from '@counterfoil/audit'
import { BATCH_MAX_EVENTS } from '@counterfoil/protocol'
import { createWitnessFile } from '../witness/witness-file.ts'
import { createAcknowledgements } from './acknowledgements.ts'
import { type AgeClock, createAgeClock } from './age-clock.ts'
import { createBacklog } from './backlog.ts'
import { createChainFile } from './chain-file.ts'
import { createEventStream, type StreamState } from './event-stream.ts'
import { createLossNotes } from './loss-notes.ts'
import { agreeWithHub, inspectRows, mendAfter } from './mender.ts'
import { openDatabase } from './open-database.ts'
import type { EarlierStream, FileOutbox, Outbox, Recordable, StreamComparison, TillRequest } from './outbox.ts'
import { OutboxError, reasonOf, writeError } from './outbox-error.ts'
import { createSizeReader } from './outbox-size.ts'
import { createPaymentIndex } from './payment-index.ts'
import { createPruner, KEEP_MS } from './prune-events.ts'

export interface OutboxOptions {
  /** The file, or `:memory:` where nothing must outlive the process. */
  readonly path: string
  /** Given by the hub at enrolment; a new one starts a new chain in the same file. */
  readonly epoch: number
  /** By it rows grow old (`AgeClock`); left out, nothing ages and so nothing is pruned. */
  readonly monotonicMs?: () => number
  /** Size the write-ahead log grows to before its pages move into the file; SQLite's own 1000 unless given. */
  readonly walPages?: number
}

/** Opens the agent's durable record for writing; one process at a time. Throws `OutboxError`. */
export function openOutbox(options: OutboxOptions): FileOutbox {
  const { db, close } = openDatabase(options.path)
  try {
    if (options.walPages !== undefined) db.exec(`PRAGMA wal_autocheckpoint = ${Math.trunc(options.walPages)}`)
    startEpoch(db, options.epoch)
    const age = createAgeClock(db, options.monotonicMs ?? (() => 0))
    return {
      ...createOutbox(db, options.path, options.epoch, close, age),
      openEarlier: (epoch) => openEarlier(db, options.path, epoch, age),
    }
  } catch (error) {
    close()
    throw error
  }
}

/** Opens the newest epoch of an outbox for looking only, also beside a running agent. Throws `OutboxError`. */
export function openOutboxForReading(path: string): Outbox {
  const { db, close } = openDatabase(path, 'read')
  try {
    const epoch = Number(db.prepare('SELECT max(epoch) AS epoch FROM stream').get()?.epoch ?? 0)
    if (epoch === 0) throw new OutboxError('cannot_open', `The outbox ${path} is empty: no agent has run with it yet.`)
    return createOutbox(
      db,
      path,
      epoch,
      close,
      createAgeClock(db, () => 0),
    )
  } catch (error) {
    close()
    if (error instanceof OutboxError) throw error
    throw new OutboxError('damaged', `The outbox ${path} cannot be read: ${reasonOf(error)}.`, error)
  }
}

function startEpoch(db: DatabaseSync, epoch: number): void {
  const newest = Number(db.prepare('SELECT max(epoch) AS epoch FROM stream').get()?.epoch ?? 0)
  if (newest > epoch) {
    throw new OutboxError(
      'wrong_epoch',
      `The outbox already holds epoch ${newest}, this agent's identity says ${epoch}: identity.json is older than the outbox. Enrol the agent anew.`,
    )
  }
  const genesis = GENESIS_HEAD.toString('hex')
  if (newest === epoch) return
  db.exec('BEGIN IMMEDIATE')
  db.prepare('INSERT INTO stream (epoch, last_seq, head, pruned_seq, pruned_head) VALUES (?, 0, ?, 0, ?)').run(
    epoch,
    genesis,
    genesis,
  )
  // What was given up and not told yet lies before this chain's first event; the numbers of the one before mean nothing in it.
  db.exec('UPDATE given_up SET first_seq = 0, last_seq = 0')
  db.exec('COMMIT')
}

function openEarlier(db: DatabaseSync, path: string, epoch: number, age: AgeClock): EarlierStream | undefined {
  const select = db.prepare('SELECT pruned_seq = last_seq AS over FROM stream WHERE epoch = ?')
  if (select.get(epoch) === undefined) return undefined
  return { ...createOutbox(db, path, epoch, () => undefined, age), isOver: () => select.get(epoch)?.over === 1 }
}

function createOutbox(db: DatabaseSync, path: string, epoch: number, close: () => void, age: AgeClock): Outbox {
  const stream = createEventStream(db, epoch)
  const index = createPaymentIndex(db)
  const acknowledged = createAcknowledgements(db, epoch, age)
  const lost = createLossNotes(db)
  const backlog = createBacklog(db, epoch, acknowledged.deliveredSeq())
  const chain = createChainFile({ db, epoch, state: () => state, headAt, ageMs: age.nowMs, transact: mended })
  const prune = createPruner(db, epoch, stream)
  const selectAt = db.prepare('SELECT at_ms FROM event WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT 1')
  const selectEarlier = db.prepare(
    `SELECT coalesce(sum(last_seq - coalesce((SELECT max(seq) FROM delivered WHERE delivered.epoch = stream.epoch), 0)), 0) AS n
       FROM stream WHERE epoch < ?`,
  )
  const selectMeta = db.prepare('SELECT value FROM meta WHERE key = ?')
  const upsertMeta = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const countDamage = db.prepare('SELECT count(*) AS n FROM quarantine WHERE epoch = ? AND age_ms > ?')

  let state: StreamState = stream.read()
  /** What the hub said last that it has. */
  let hubHas: number | undefined
  let hubHead: string | undefined

  function headAt(seq: number): string | undefined {
    return seq === hubHas ? hubHead : stream.headAt(seq, state)
  }

  function mended(work: () => void): void {
    transact(work)
    state = stream.read()
  }

  function compare(highWater: number, head: string): StreamComparison {
    const comparison = stream.compare(highWater, head, state)
    return comparison.match === 'fork' && agrees(highWater, head) ? { match: 'same' } : comparison
  }

  /** A file that cannot be written (or is only looked at) is no reason to see a fork. */
  function agrees(highWater: number, head: string): boolean {
    try {
      return agreeWithHub(chain, highWater, head)
    } catch (error) {
      if (error instanceof OutboxError && error.code === 'cannot_write') return true
      throw error
    }
  }

  /** All or nothing; the state in memory follows only what was committed. */
  function transact<T>(work: () => T): T {
    try {
      db.exec('BEGIN IMMEDIATE')
      acknowledged.note()
      const result = work()
      db.exec('COMMIT')
      acknowledged.committed()
      return result
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw writeError(error)
    }
  }

  return {
    epoch,
    ...index,
    lastSeq: () => state.lastSeq,
    head: () => state.head,
    deliveredSeq: () => acknowledged.deliveredSeq(),
    append(events: readonly Recordable[], request?: TillRequest) {
      const next = transact(() => {
        const after = stream.insert(events, state)
        for (const event of events) {
          index.note(event, request?.payment === event.payment ? request : undefined)
          lost.note({ ...event })
        }
        if (request !== undefined) index.noteRequest(request, age.nowMs())
        return after
      })
      state = next.state
      backlog.appended(events.map((event, index) => ({ event, bytes: next.sizes[index] ?? 0 })))
      return state.lastSeq
    },
    readBatch: (after, maxEvents = BATCH_MAX_EVENTS) => stream.readBatch(after, maxEvents, state, headAt(after)),
    compare,
    acknowledge(highWater, head) {
      const comparison = compare(highWater, head)
      if (comparison.match !== 'same') return comparison
      hubHas = highWater
      hubHead = head
      if (highWater <= acknowledged.deliveredSeq()) return comparison
      acknowledged.take(highWater, head)
      backlog.acknowledged(highWater)
      try {
        transact(() => undefined)
      } catch (error) {
        if (!(error instanceof OutboxError && error.code === 'cannot_write')) throw error
      }
      return comparison
    },
    waiting(nowMs) {
      const delivered = acknowledged.deliveredSeq()
      const events = state.lastSeq - delivered
      const oldest = events === 0 ? undefined : selectAt.get(epoch, delivered)
      return {
        events,
        oldestMs: oldest === undefined ? 0 : Math.max(0, nowMs - Number(oldest.at_ms)),
        ofEarlierEpochs: Number(selectEarlier.get(epoch)?.n ?? 0),
      }
    },
    prune(keepMs = KEEP_MS) {
      const removed = transact(() => {
        age.save()
        return prune(age.nowMs() - keepMs)
      })
      state = stream.read()
      return removed
    },
    noteLosses: (losses) => {
      transact(() => {
        lost.write(losses)
        for (const event of losses.held) index.noteCondition(event)
      })
    },
    losses: () => lost.read(),
    listAlerts: () => lost.listAlerts(),
    backlog: () => backlog.read(),
    size: createSizeReader(db, path),
    mend(after, envelope) {
      if (after !== hubHas) return undefined
      return mendAfter(chain, after, envelope)
    },
    inspect: (after, maxRows) => inspectRows(chain, after, Math.min(acknowledged.deliveredSeq(), state.lastSeq), maxRows),
    recentDamage: () => Number(countDamage.get(epoch, age.nowMs() - KEEP_MS)?.n ?? 0),
    witness: (hubId) => createWitnessFile(db, hubId, transact),
    readMeta(key) {
      const row = selectMeta.get(key)
      return row === undefined ? undefined : String(row.value)
    },
    writeMeta: (key, value) => {
      transact(() => upsertMeta.run(key, value))
    },
    close,
  }
}
