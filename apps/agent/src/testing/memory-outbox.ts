import { chainHash } from '@counterfoil/audit'
import { BATCH_MAX_BYTES, BATCH_MAX_EVENTS, classOfEvent } from '@counterfoil/protocol'
import { fitEvent } from '../outbox/fit-event.ts'
import { nextHead } from '../outbox/mend-rows.ts'
import { agreeWithHub, inspectRows, mendAfter } from '../outbox/mender.ts'
import type { Outbox, OutboxBatch, Recordable, StreamComparison, TillRequest } from '../outbox/outbox.ts'
import { OutboxError, reasonOf } from '../outbox/outbox-error.ts'
import { KEEP_MS } from '../outbox/prune-events.ts'
import { type Acknowledgement, withUnnoted } from '../outbox/unnoted.ts'
import type { WitnessStore } from '../witness/witnessed-log.ts'
import { createMemoryChain } from './memory-chain.ts'
import type { DiskEvent, DiskRecord, MemoryDisk } from './memory-disk.ts'
import { MemoryTables } from './memory-tables.ts'
import { createMemoryWitnessStore } from './memory-witness-store.ts'

/** The outbox over memory: the same answers as over SQLite, on a disk that can be crashed. Throws `OutboxError`. */
export function openMemoryOutbox(disk: MemoryDisk, epoch: number, monotonicMs = () => 0): Outbox {
  const tables = new MemoryTables()
  const witnesses = new Map<string, WitnessStore>()
  for (const record of disk.records) tables.apply(record)
  const openedMs = monotonicMs()
  const baseMs = tables.ageMs
  const age = () => baseMs + Math.max(0, Math.floor(monotonicMs() - openedMs))
  if (tables.newestEpoch > epoch) {
    throw new OutboxError(
      'wrong_epoch',
      `The outbox already holds epoch ${tables.newestEpoch}, this agent's identity says ${epoch}.`,
    )
  }
  let delivered = tables.delivered(epoch)
  let unnoted: readonly Acknowledgement[] = []
  let hubHas: number | undefined
  let hubHead: string | undefined
  const chain = createMemoryChain({ tables, epoch, headAt, ageMs: age, commit })
  const sums = { debug: 0, metrics: 0, status: 0 }
  if (!tables.hasEpoch(epoch)) commit({ type: 'epoch', epoch })
  countBacklog(delivered, Number.MAX_SAFE_INTEGER, 1)

  function commit(record?: DiskRecord): number {
    const noted = unnoted.map((one): DiskRecord => ({ type: 'delivered', epoch, ...one }))
    try {
      for (const one of noted) disk.write(one)
      if (record !== undefined) disk.write(record)
      disk.sync()
    } catch (error) {
      if (error instanceof OutboxError) throw error
      throw new OutboxError('cannot_write', `The outbox could not be written: ${reasonOf(error)}.`, error)
    }
    for (const one of noted) tables.apply(one)
    unnoted = []
    return record === undefined ? 0 : tables.apply(record)
  }

  /** A transaction that cannot begin fails before anything in it is looked at. */
  function probe(): void {
    try {
      disk.fault?.()
    } catch (error) {
      throw new OutboxError('cannot_write', `The outbox could not be written: ${reasonOf(error)}.`, error)
    }
  }

  function countBacklog(after: number, upTo: number, sign: 1 | -1): void {
    for (let seq = after + 1; seq <= Math.min(upTo, tables.stream(epoch).lastSeq); seq += 1) {
      const event = tables.event(epoch, seq)
      const eventClass = event && classOfEvent(event.kind)
      if (eventClass !== undefined && eventClass in sums)
        sums[eventClass as keyof typeof sums] += sign * Buffer.byteLength(event?.body ?? '')
    }
  }

  function headAt(seq: number): string | undefined {
    if (seq === hubHas) return hubHead
    const state = tables.stream(epoch)
    if (seq === state.lastSeq) return state.head
    if (seq === state.prunedSeq) return state.prunedHead
    if (seq < state.prunedSeq) return undefined
    return tables.event(epoch, seq)?.hash
  }

  function compare(highWater: number, head: string): StreamComparison {
    const state = tables.stream(epoch)
    if (highWater > state.lastSeq) return { match: 'ahead', lastSeq: state.lastSeq, theirs: highWater }
    if (highWater < state.prunedSeq) return { match: 'pruned', prunedSeq: state.prunedSeq }
    const ours = headAt(highWater)
    if (ours !== head && !agrees(highWater, head)) return { match: 'fork', seq: highWater, ours: ours ?? 'damaged', theirs: head }
    return { match: 'same' }
  }

  function agrees(highWater: number, head: string): boolean {
    try {
      return agreeWithHub(chain, highWater, head)
    } catch (error) {
      if (error instanceof OutboxError && error.code === 'cannot_write') return true
      throw error
    }
  }

  function prepare(events: readonly Recordable[]): DiskEvent[] {
    let { lastSeq, head } = tables.stream(epoch)
    return events.map((source): DiskEvent => {
      const body = fitEvent(source)
      lastSeq += 1
      head = chainHash(Buffer.from(head, 'hex'), body).toString('hex')
      const { at: atMs, kind, terminal, payment } = source
      return { epoch, seq: lastSeq, atMs, kind, terminal, payment, body, hash: head, source }
    })
  }

  return {
    epoch,
    lastSeq: () => tables.stream(epoch).lastSeq,
    head: () => tables.stream(epoch).head,
    deliveredSeq: () => delivered,
    append(events, request?: TillRequest) {
      probe()
      let prepared: DiskEvent[]
      try {
        prepared = prepare(events)
        if (request !== undefined && tables.findTillRequest(request.till, request.idempotencyKey) !== undefined)
          throw new Error('this till has used the key before')
      } catch (error) {
        throw new OutboxError('not_recordable', `The outbox could not be written: ${reasonOf(error)}.`, error)
      }
      const before = tables.stream(epoch).lastSeq
      commit({ type: 'append', events: prepared, request: request && { ...request, ageMs: age() } })
      countBacklog(before, Number.MAX_SAFE_INTEGER, 1)
      return tables.stream(epoch).lastSeq
    },
    readBatch(after, maxEvents = BATCH_MAX_EVENTS): OutboxBatch | undefined {
      const { lastSeq } = tables.stream(epoch)
      if (after >= lastSeq) return undefined
      const prevHead = headAt(after)
      if (prevHead === undefined) throw missing(epoch, after)
      const bodies: string[] = []
      let bytes = 0
      let head = prevHead
      for (let seq = after + 1; seq <= lastSeq && bodies.length < Math.min(maxEvents, BATCH_MAX_EVENTS); seq += 1) {
        const event = tables.event(epoch, seq)
        if (event === undefined && bodies.length > 0) break
        if (event === undefined) throw missing(epoch, seq)
        bytes += Buffer.byteLength(event.body) + 1
        if (bodies.length > 0 && bytes > BATCH_MAX_BYTES) break
        // Only a record that was damaged on purpose can be: all others are as they were written.
        if (tables.damaged && nextHead(head, event.body) !== event.hash) {
          if (bodies.length > 0) break
          throw missing(epoch, seq)
        }
        bodies.push(event.body)
        head = event.hash
      }
      return { epoch, firstSeq: after + 1, count: bodies.length, prevHead, head, bodies: bodies.join('\n') }
    },
    compare,
    acknowledge(highWater, head) {
      const comparison = compare(highWater, head)
      if (comparison.match !== 'same') return comparison
      hubHas = highWater
      hubHead = head
      if (highWater <= delivered) return comparison
      countBacklog(delivered, highWater, -1)
      delivered = highWater
      unnoted = withUnnoted(unnoted, { seq: highWater, head, ageMs: age() })
      try {
        commit()
      } catch (error) {
        if (!(error instanceof OutboxError && error.code === 'cannot_write')) throw error
      }
      return comparison
    },
    waiting(nowMs) {
      const events = tables.stream(epoch).lastSeq - delivered
      const oldest = events === 0 ? undefined : tables.firstAfter(epoch, delivered)
      return {
        events,
        oldestMs: oldest === undefined ? 0 : Math.max(0, nowMs - oldest.atMs),
        ofEarlierEpochs: tables.undeliveredBefore(epoch),
      }
    },
    prune: (keepMs = KEEP_MS) => commit({ type: 'prune', epoch, ageMs: age(), keepMs }),
    openPayments: (terminal) => tables.openPayments(terminal),
    findPayment: (id) => tables.payments.get(id),
    listPayments: (limit) => tables.listPayments(limit),
    eventsOfPayment: (id) => tables.eventsOfPayment(id),
    listTerminals: () => tables.listTerminals(),
    lastReceipt: (terminal) => tables.receipts.get(terminal),
    findTillRequest: (till, key) => tables.findTillRequest(till, key),
    noteLosses: (losses) => void commit({ type: 'losses', losses }),
    losses: () => tables.losses.read(),
    listAlerts: () => tables.losses.list(),
    backlog: () => ({ ...sums }),
    size: () => ({ usedBytes: tables.usedBytes, reusableBytes: 0 }),
    mend: (after, envelope) => (after === hubHas ? mendAfter(chain, after, envelope) : undefined),
    inspect: (after, maxRows) => inspectRows(chain, after, Math.min(delivered, tables.stream(epoch).lastSeq), maxRows),
    recentDamage: () => tables.quarantine.filter((one) => one.epoch === epoch && one.ageMs > age() - KEEP_MS).length,
    witness(hubId) {
      const store = witnesses.get(hubId) ?? createMemoryWitnessStore()
      witnesses.set(hubId, store)
      return store
    },
    readMeta: (key) => tables.meta.get(key),
    writeMeta: (key, value) => void commit({ type: 'meta', key, value }),
    close() {},
  }
}

function missing(epoch: number, seq: number): OutboxError {
  return new OutboxError('damaged', `Event ${epoch}/${seq} is missing in the outbox. Nothing after it is sent.`)
}
