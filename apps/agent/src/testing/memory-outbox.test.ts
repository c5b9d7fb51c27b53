import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openOutbox } from '../outbox/open-outbox.ts'
import type { Outbox, Recordable } from '../outbox/outbox.ts'
import { MemoryDisk } from './memory-disk.ts'
import { openMemoryOutbox } from './memory-outbox.ts'

const RUNS = Number(process.env.COUNTERFOIL_PROPERTY_RUNS ?? 20)
const GENESIS = '0'.repeat(64)
const terminals = ['lane-1', 'lane-2']

/** Both outboxes under test; `reopen` brings either back from its disk, as after a kill. */
interface Pair {
  memory: Outbox
  sqlite: Outbox
  readonly disk: MemoryDisk
  readonly path: string
  epoch: number
  /** Monotonic, of both. */
  readonly time: { ms: number }
  /** Holds the file's write lock while the disk takes nothing. */
  blocker: DatabaseSync | undefined
}
interface Model {
  /** Wall clock. */
  atMs: number
}
type Told = { readonly what: string; readonly value?: unknown; readonly code?: unknown }

/** One question or order to an outbox; whatever it answers or throws is compared. */
class Ask implements fc.Command<Model, Pair> {
  readonly #name: string
  readonly #run: (outbox: Outbox, model: Model) => unknown
  readonly #passesMs: number

  constructor(name: string, passesMs: number, run: (outbox: Outbox, model: Model) => unknown) {
    this.#name = name
    this.#run = run
    this.#passesMs = passesMs
  }

  check(): boolean {
    return true
  }

  run(model: Model, { memory, sqlite, time }: Pair): void {
    model.atMs += this.#passesMs
    time.ms += this.#passesMs
    const asked = (outbox: Outbox): Told => {
      try {
        return { what: 'answer', value: this.#run(outbox, model) }
      } catch (error) {
        return { what: 'error', code: (error as { code?: unknown }).code ?? String(error) }
      }
    }
    expect(asked(memory)).toEqual(asked(sqlite))
    expect(view(memory, model.atMs)).toEqual(view(sqlite, model.atMs))
  }

  toString(): string {
    return this.#name
  }
}

/** The disk takes nothing any more, or takes everything again. */
class Block implements fc.Command<Model, Pair> {
  check(): boolean {
    return true
  }

  run(_model: Model, pair: Pair): void {
    if (pair.blocker !== undefined) {
      unblock(pair)
      return
    }
    pair.blocker = new DatabaseSync(pair.path)
    pair.blocker.exec('BEGIN IMMEDIATE')
    pair.disk.fault = () => {
      throw new Error('database or disk is full')
    }
  }

  toString(): string {
    return 'block or unblock the disk'
  }
}

function unblock(pair: Pair): void {
  pair.blocker?.close()
  pair.blocker = undefined
  pair.disk.fault = undefined
}

/** The process ends without a word and another opens the same file, perhaps with a new enrolment. */
class Reopen implements fc.Command<Model, Pair> {
  readonly #newEpoch: boolean

  constructor(newEpoch: boolean) {
    this.#newEpoch = newEpoch
  }

  check(): boolean {
    return true
  }

  run(model: Model, pair: Pair): void {
    if (this.#newEpoch) pair.epoch += 1
    unblock(pair)
    pair.sqlite.close()
    const monotonicMs = () => pair.time.ms
    pair.sqlite = openOutbox({ path: pair.path, epoch: pair.epoch, monotonicMs })
    // An outbox that syncs every commit loses nothing to a power cut either.
    pair.disk.cutPower(0)
    pair.memory = openMemoryOutbox(pair.disk, pair.epoch, monotonicMs)
    expect(view(pair.memory, model.atMs)).toEqual(view(pair.sqlite, model.atMs))
  }

  toString(): string {
    return this.#newEpoch ? 'enrol anew' : 'reopen'
  }
}

/** Everything that can be asked of an outbox without changing it. */
function view(outbox: Outbox, nowMs: number): unknown {
  const payments = outbox.listPayments(100)
  return {
    epoch: outbox.epoch,
    lastSeq: outbox.lastSeq(),
    head: outbox.head(),
    delivered: outbox.deliveredSeq(),
    waiting: outbox.waiting(nowMs),
    payments,
    open: terminals.map((terminal) => outbox.openPayments(terminal)),
    terminals: outbox.listTerminals(),
    receipts: terminals.map((terminal) => outbox.lastReceipt(terminal)),
    events: payments.map(({ id }) => outbox.eventsOfPayment(id)),
    found: payments.map(({ id }) => outbox.findPayment(id)),
    missing: outbox.findPayment('nobody') ?? null,
    meta: outbox.readMeta('k') ?? null,
    losses: outbox.losses(),
    alerts: outbox.listAlerts(),
    backlog: outbox.backlog(),
  }
}

const terminal = fc.constantFrom(...terminals)
const payment = fc.constantFrom('p1', 'p2', 'p3', 'p4')
const event = fc.oneof(
  fc.record({ kind: fc.constant('payment.opened'), terminal, payment, amountMinor: fc.nat(9_999) }),
  fc.record({ kind: fc.constant('payment.answered'), terminal, payment }),
  fc.record({
    kind: fc.constant('payment.finalised'),
    terminal,
    payment,
    outcome: fc.constantFrom('approved', 'declined'),
    result: fc.record({ receipt: fc.constantFrom('0001', '0002') }, { requiredKeys: [] }),
  }),
  fc.record({
    kind: fc.constant('terminal.condition'),
    terminal,
    condition: fc.constantFrom('ready', 'busy'),
    text: fc.string(),
  }),
  fc.record({ kind: fc.constant('terminal.discarded'), terminal, head: fc.string() }),
  fc.record({
    kind: fc.constant('agent.alert'),
    code: fc.constantFrom('one', 'two'),
    state: fc.constantFrom('raised', 'cleared'),
    detail: fc.constantFrom('a', 'b'),
  }),
  fc.record({ kind: fc.constant('agent.gap'), class: fc.constantFrom('debug', 'status'), why: fc.constantFrom('disk', 'quota') }),
  fc.record({ kind: fc.constant('agent.started'), platform: fc.constant('x'.repeat(30_000)) }),
)
const request = fc.record({
  till: fc.constantFrom('till-1', 'till-2'),
  idempotencyKey: fc.constantFrom('a', 'b', 'c'),
  bodyHash: fc.constant('h'),
  payment,
})
const losses = fc.record({
  givenUp: fc.array(
    fc.record({
      class: fc.constantFrom('debug', 'status'),
      why: fc.constantFrom('disk', 'quota'),
      count: fc.nat(9),
      firstSeq: fc.nat(9),
      lastSeq: fc.nat(9),
      fromMs: fc.nat(9),
      toMs: fc.nat(9),
    }),
    { maxLength: 3 },
  ),
  held: fc.array(
    fc.record({
      at: fc.nat(9),
      kind: fc.constantFrom('terminal.condition', 'terminal.identified'),
      terminal,
      condition: fc.constant('busy'),
    }),
    { maxLength: 3 },
  ),
})
const passes = fc.constantFrom(0, 1_000, 86_400_000, 4 * 86_400_000)
/** The hub's word on a number: its true hash, or another. */
const hashAt = (outbox: Outbox, seq: number): string => {
  if (seq === 0) return GENESIS
  if (seq === outbox.lastSeq()) return outbox.head()
  try {
    return outbox.readBatch(seq - 1, 1)?.head ?? GENESIS
  } catch {
    return GENESIS
  }
}

const commands = [
  fc.tuple(fc.array(event, { minLength: 1, maxLength: 6 }), fc.option(request, { nil: undefined }), passes).map(
    ([events, given, ms]) =>
      new Ask(`append ${events.map(({ kind }) => kind).join(', ')}${given ? ' for a till' : ''}`, ms, (outbox, { atMs }) =>
        outbox.append(
          events.map((one): Recordable => ({ at: atMs, ...one })),
          given,
        ),
      ),
  ),
  fc.tuple(fc.double({ min: 0, max: 1.2, noNaN: true }), fc.boolean(), passes).map(
    ([share, right, ms]) =>
      new Ask(`acknowledge ${share}${right ? '' : ' with another hash'}`, ms, (outbox) => {
        const seq = Math.floor(outbox.lastSeq() * share)
        return outbox.acknowledge(seq, right ? hashAt(outbox, seq) : 'f'.repeat(64))
      }),
  ),
  fc.double({ min: 0, max: 1.2, noNaN: true }).map(
    (share) =>
      new Ask(`compare ${share}`, 0, (outbox) => {
        const seq = Math.floor(outbox.lastSeq() * share)
        return outbox.compare(seq, hashAt(outbox, seq))
      }),
  ),
  fc
    .tuple(fc.double({ min: 0, max: 1.1, noNaN: true }), fc.integer({ min: 1, max: 300 }))
    .map(
      ([share, most]) =>
        new Ask(`readBatch ${share}`, 0, (outbox) => outbox.readBatch(Math.floor(outbox.lastSeq() * share), most)),
    ),
  passes.map((ms) => new Ask(`prune after ${ms}`, ms, (outbox) => outbox.prune())),
  fc.string().map((value) => new Ask('writeMeta', 0, (outbox) => outbox.writeMeta('k', value))),
  request.map((one) => new Ask('findTillRequest', 0, (outbox) => outbox.findTillRequest(one.till, one.idempotencyKey))),
  fc.constant(new Ask('an event no JSON can carry', 0, (outbox) => outbox.append([{ at: Number.NaN, kind: 'agent.started' }]))),
  losses.map((given) => new Ask('noteLosses', 0, (outbox) => outbox.noteLosses(given))),
  fc.constant(new Block()),
  fc.constant(new Reopen(false)),
  fc.constant(new Reopen(true)),
]

describe('the memory outbox', () => {
  it('answers everything as the SQLite outbox does, over reopening and new epochs', () => {
    fc.assert(
      fc.property(fc.commands(commands, { maxCommands: 40 }), (given) => {
        const path = join(mkdtempSync(join(tmpdir(), 'outbox-model-')), 'outbox.db')
        const disk = new MemoryDisk()
        const time = { ms: 500 }
        const monotonicMs = () => time.ms
        const pair: Pair = {
          memory: openMemoryOutbox(disk, 1, monotonicMs),
          sqlite: openOutbox({ path, epoch: 1, monotonicMs }),
          disk,
          path,
          epoch: 1,
          time,
          blocker: undefined,
        }
        try {
          fc.modelRun(() => ({ model: { atMs: 1_000 }, real: pair }), given)
        } finally {
          unblock(pair)
          pair.sqlite.close()
        }
      }),
      { numRuns: RUNS },
    )
  }, 600_000)

  it('counts the time of each acknowledgement that its disk refused, as SQLite does', () => {
    const disk = new MemoryDisk()
    let nowMs = 0
    const outbox = openMemoryOutbox(disk, 1, () => nowMs)
    outbox.append([{ at: 1, kind: 'agent.started' }])
    const head = outbox.head()
    outbox.append([{ at: 2, kind: 'agent.started' }])
    disk.fault = () => {
      throw new Error('database or disk is full')
    }
    outbox.acknowledge(1, head)
    nowMs = 1_000
    outbox.acknowledge(2, outbox.head())
    disk.fault = undefined
    nowMs = 5_000
    expect([outbox.prune(5_000), outbox.prune(4_000)]).toEqual([1, 1])
  })

  it('loses exactly the tail that was not synced when the power is cut', () => {
    const disk = new MemoryDisk()
    const outbox = openMemoryOutbox(disk, 1)
    outbox.append([{ at: 1, kind: 'agent.started' }])
    const sync = disk.sync
    disk.sync = () => {}
    outbox.append([{ at: 2, kind: 'agent.started' }])
    outbox.append([{ at: 3, kind: 'agent.started' }])
    expect(openMemoryOutbox(disk, 1).lastSeq()).toBe(3)
    disk.sync = sync
    disk.cutPower(0.5)
    expect(openMemoryOutbox(disk, 1).lastSeq()).toBe(2)
  })
})
