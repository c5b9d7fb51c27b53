import { GENESIS_HEAD } from '@counterfoil/audit'
import { isJson } from '../outbox/mend-rows.ts'
import type { QuarantinedRow } from '../outbox/mender.ts'
import type { PaymentEntry, StoredEvent, TerminalEntry, TillRequest } from '../outbox/outbox.ts'
import type { DiskEvent, DiskRecord, MendChange } from './memory-disk.ts'
import { MemoryLosses } from './memory-losses.ts'

interface Stream {
  lastSeq: number
  head: string
  prunedSeq: number
  prunedHead: string
}

interface Delivered {
  readonly seq: number
  readonly head: string
  readonly ageMs: number
}

/** Rows removed in one go, as the SQLite outbox does. */
const MAX_ROWS = 20_000
const GENESIS = GENESIS_HEAD.toString('hex')

/** What the records of a disk add up to. */
export class MemoryTables {
  readonly payments = new Map<string, PaymentEntry>()
  readonly receipts = new Map<string, string>()
  readonly meta = new Map<string, string>()
  /** Of the outbox, as far as its records tell. */
  ageMs = 0
  /** Of all bodies kept. */
  usedBytes = 0
  /** A row of it went bad by itself. */
  damaged = false
  quarantine: { readonly epoch: number; readonly row: QuarantinedRow; readonly ageMs: number }[] = []
  readonly losses = new MemoryLosses()
  readonly #streams = new Map<number, Stream>()
  readonly #events = new Map<number, Map<number, DiskEvent>>()
  readonly #delivered = new Map<number, Delivered[]>()
  readonly #requests = new Map<string, TillRequest & { readonly ageMs: number }>()
  readonly #terminals = new Map<string, TerminalEntry>()

  get newestEpoch(): number {
    return Math.max(0, ...this.#streams.keys())
  }

  hasEpoch(epoch: number): boolean {
    return this.#streams.has(epoch)
  }

  stream(epoch: number): Readonly<Stream> {
    return this.#stream(epoch)
  }

  event(epoch: number, seq: number): DiskEvent | undefined {
    return this.#events.get(epoch)?.get(seq)
  }

  delivered(epoch: number): number {
    return Math.max(0, ...(this.#delivered.get(epoch) ?? []).map(({ seq }) => seq))
  }

  acknowledgedHead(epoch: number, seq: number): string | undefined {
    return this.#delivered.get(epoch)?.find((one) => one.seq === seq)?.head
  }

  firstAfter(epoch: number, after: number): DiskEvent | undefined {
    const seq = [...(this.#events.get(epoch)?.keys() ?? [])].find((candidate) => candidate > after)
    return seq === undefined ? undefined : this.event(epoch, seq)
  }

  undeliveredBefore(epoch: number): number {
    let events = 0
    for (const [earlier, { lastSeq }] of this.#streams) if (earlier < epoch) events += lastSeq - this.delivered(earlier)
    return events
  }

  openPayments(terminal: string): readonly PaymentEntry[] {
    return [...this.payments.values()].filter((entry) => entry.terminal === terminal && !entry.final).sort(byOpening)
  }

  listPayments(limit: number): readonly PaymentEntry[] {
    return [...this.payments.values()].sort((a, b) => byOpening(b, a)).slice(0, limit)
  }

  eventsOfPayment(id: string): readonly StoredEvent[] {
    return [...this.#events.entries()]
      .sort(([a], [b]) => a - b)
      .flatMap(([, events]) => [...events.values()].filter(({ payment, body }) => payment === id && isJson(body)))
      .map(({ epoch, seq, atMs, kind, body, hash }) => ({ epoch, seq, atMs, kind, body, hash }))
  }

  listTerminals(): readonly TerminalEntry[] {
    return [...this.#terminals.values()].sort((a, b) => (a.terminal < b.terminal ? -1 : 1))
  }

  findTillRequest(till: string, idempotencyKey: string): TillRequest | undefined {
    const held = this.#requests.get(`${till}\n${idempotencyKey}`)
    return held && { till, idempotencyKey, bodyHash: held.bodyHash, payment: held.payment }
  }

  /** Carries out one committed transaction; returns how many events it removed. */
  apply(record: DiskRecord): number {
    switch (record.type) {
      case 'epoch':
        this.#streams.set(record.epoch, { lastSeq: 0, head: GENESIS, prunedSeq: 0, prunedHead: GENESIS })
        this.losses.beginEpoch()
        return 0
      case 'append':
        for (const event of record.events) this.#append(event, record.request)
        if (record.request !== undefined) {
          const { till, idempotencyKey } = record.request
          this.#requests.set(`${till}\n${idempotencyKey}`, record.request)
          this.ageMs = Math.max(this.ageMs, record.request.ageMs)
        }
        return 0
      case 'delivered': {
        const { epoch, seq, head, ageMs } = record
        this.#delivered.set(epoch, [...(this.#delivered.get(epoch) ?? []), { seq, head, ageMs }])
        this.ageMs = Math.max(this.ageMs, ageMs)
        return 0
      }
      case 'prune':
        this.ageMs = record.ageMs
        return this.#prune(record.epoch, record.ageMs - record.keepMs)
      case 'damage':
        this.damaged = true
        this.#damage(record.epoch, record.seq, record.what)
        return 0
      case 'mend':
        for (const change of record.changes) this.#mend(record.epoch, change)
        return 0
      case 'losses':
        this.losses.write(record.losses)
        for (const { kind, terminal, at, ...told } of record.losses.held) this.#noteCondition(kind, terminal, at, told)
        return 0
      case 'meta':
        this.meta.set(record.key, record.value)
        return 0
    }
  }

  #stream(epoch: number): Stream {
    const held = this.#streams.get(epoch)
    if (held === undefined) throw new Error(`the outbox has no stream of epoch ${epoch}`)
    return held
  }

  #append(event: DiskEvent, request: TillRequest | undefined): void {
    const stream = this.#stream(event.epoch)
    stream.lastSeq = event.seq
    this.usedBytes += Buffer.byteLength(event.body)
    stream.head = event.hash
    const events = this.#events.get(event.epoch) ?? new Map<number, DiskEvent>()
    this.#events.set(event.epoch, events.set(event.seq, event))
    const { kind, terminal, payment, atMs, source } = event
    this.losses.noteRecorded(source, kind, terminal, atMs)
    if (terminal === undefined) return
    if (payment !== undefined) this.#notePayment(event, payment, terminal, request)
    this.#noteCondition(kind, terminal, atMs, source)
    const told = source as { outcome?: string; result?: { receipt?: string } }
    if (kind === 'payment.finalised' && told.outcome === 'approved' && told.result?.receipt !== undefined)
      this.receipts.set(terminal, told.result.receipt)
  }

  #damage(epoch: number, seq: number, what: 'body' | 'hash' | 'gone'): void {
    const event = this.event(epoch, seq)
    if (event === undefined) return
    if (what === 'gone') this.#events.get(epoch)?.delete(seq)
    else
      this.#events.get(epoch)?.set(seq, {
        ...event,
        ...(what === 'body' ? { body: event.body.replace('"', '#') } : { hash: 'd'.repeat(64) }),
      })
  }

  #mend(epoch: number, change: MendChange): void {
    const events = this.#events.get(epoch) ?? new Map<number, DiskEvent>()
    switch (change.type) {
      case 'quarantine':
        this.quarantine.push({ epoch, row: change.row, ageMs: change.ageMs })
        return
      case 'replace': {
        const { seq, atMs, body, hash } = change
        this.#place({ epoch, seq, atMs, kind: 'agent.gap', terminal: undefined, payment: undefined, body, hash, source: {} })
        return
      }
      case 'hash': {
        const event = events.get(change.seq)
        if (event !== undefined) events.set(change.seq, { ...event, hash: change.hash })
        return
      }
      case 'put_back': {
        const { seq, atMs = 0, kind, body, hash } = change.row
        this.quarantine = this.quarantine.map((one) =>
          one.epoch === epoch && one.row.seq === seq ? { ...one, row: { ...one.row, delivered: true } } : one,
        )
        if (kind === undefined || body === undefined || hash === undefined) events.delete(seq)
        else this.#place({ epoch, seq, atMs, kind, terminal: undefined, payment: undefined, body, hash, source: {} })
        return
      }
      case 'end':
        this.#stream(epoch).head = change.head
        return
    }
  }

  /** In order of number, also where the row was gone. */
  #place(event: DiskEvent): void {
    const rows = [...(this.#events.get(event.epoch)?.values() ?? [])].filter(({ seq }) => seq !== event.seq)
    const sorted = [...rows, event].sort((a, b) => a.seq - b.seq)
    this.#events.set(event.epoch, new Map(sorted.map((row) => [row.seq, row])))
  }

  #noteCondition(kind: string, terminal: string | undefined, sinceMs: number, source: object): void {
    const { condition, reason, text } = source as { condition?: string; reason?: string; text?: string }
    if (kind !== 'terminal.condition' || terminal === undefined || condition === undefined) return
    this.#terminals.set(terminal, { terminal, condition, reason, text, sinceMs })
  }

  #notePayment({ kind, atMs }: DiskEvent, id: string, terminal: string, request: TillRequest | undefined): void {
    const held = this.payments.get(id)
    if (kind === 'payment.opened') {
      const till = request?.payment === id ? request.till : undefined
      if (held === undefined) this.payments.set(id, { id, terminal, till, openedAtMs: atMs, updatedAtMs: atMs, final: false })
    } else if (held !== undefined) {
      this.payments.set(id, { ...held, updatedAtMs: atMs, final: held.final || kind === 'payment.finalised' })
    }
  }

  #prune(epoch: number, before: number): number {
    const stream = this.#stream(epoch)
    const acknowledged = this.#delivered.get(epoch) ?? []
    const delivered = Math.max(0, ...acknowledged.filter(({ ageMs }) => ageMs <= before).map(({ seq }) => seq))
    const upTo = Math.min(delivered, stream.prunedSeq + MAX_ROWS)
    let removed = 0
    if (upTo > stream.prunedSeq) {
      const head = upTo === stream.lastSeq ? stream.head : this.event(epoch, upTo)?.hash
      if (head === undefined) return 0
      stream.prunedSeq = upTo
      stream.prunedHead = head
      for (const [seq, { payment, body }] of this.#events.get(epoch) ?? []) {
        if (seq > upTo || (payment !== undefined && this.payments.get(payment)?.final === false)) continue
        this.#events.get(epoch)?.delete(seq)
        this.usedBytes -= Buffer.byteLength(body)
        removed += 1
      }
      const newest = this.delivered(epoch)
      this.#delivered.set(
        epoch,
        acknowledged.filter(({ seq }) => seq > upTo || seq === newest),
      )
    }
    for (const [key, { ageMs, payment }] of this.#requests)
      if (ageMs <= before && this.payments.get(payment)?.final !== false) this.#requests.delete(key)
    this.#prunePayments()
    return removed
  }

  #prunePayments(): void {
    const wanted = new Set<string | undefined>([...this.#requests.values()].map(({ payment }) => payment))
    for (const events of this.#events.values()) for (const { payment } of events.values()) wanted.add(payment)
    for (const { id, final } of this.payments.values()) if (final && !wanted.has(id)) this.payments.delete(id)
  }
}

function byOpening(a: PaymentEntry, b: PaymentEntry): number {
  return a.openedAtMs - b.openedAtMs || (a.id < b.id ? -1 : 1)
}
