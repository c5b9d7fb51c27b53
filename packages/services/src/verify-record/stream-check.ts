import { chainHash, GENESIS_HEAD } from '@counterfoil/audit'
import type { RecordFindings } from './record-findings.ts'

export interface StreamBatch {
  readonly first: number
  readonly last: number
  readonly prevHead: Buffer
  readonly head: Buffer
  readonly signature: Buffer
  /** Its events are in a file alone: the chain goes on from its head. */
  readonly away?: boolean
}

export interface StreamEvent {
  readonly seq: number
  readonly body: Buffer
  readonly hash: Buffer
  /** A card number was cut out: the hash is that of bytes which lie sealed, `sealed` says whether they do. */
  readonly cut: boolean
  readonly sealed: boolean
}

export interface StreamName {
  readonly agent: number
  readonly epoch: number
  readonly store: string
}

/**
 * One agent's chain in one epoch, event by event as the database holds them. A fault is named once; after it goes on from the
 * hash that is recorded, so that what is sound behind it counts as sound. Batches are handed in when it asks for them.
 */
export class StreamCheck {
  readonly #name: StreamName
  readonly #findings: RecordFindings
  #batches: readonly StreamBatch[] = []
  #atBatch = 0
  #complete = false
  /** The last one that was given, used up or not. */
  #lastBatch: StreamBatch | undefined
  #next = 1
  /** Null after a hole: what stood there is not known. */
  #head: Buffer | null = Buffer.from(GENESIS_HEAD)
  #faultIn: StreamBatch | undefined
  #toldNoBatch = -1
  cutEvents = 0

  /** `begin`: where a part of a stream begins, with the head before it; a whole one begins at 1. */
  constructor(name: StreamName, findings: RecordFindings, begin?: { readonly seq: number; readonly head: Buffer }) {
    this.#name = name
    this.#findings = findings
    if (begin !== undefined) [this.#next, this.#head] = [begin.seq, begin.head]
  }

  /** Whether more batches are needed to look at that event; all of them, for infinity. */
  wantsBatches(seq: number): boolean {
    return !this.#complete && (this.#lastBatch === undefined || this.#lastBatch.last < seq)
  }

  /** The next ones in order, all beyond those before; an empty list says that there are no more. */
  giveBatches(batches: readonly StreamBatch[]): void {
    this.#batches = batches
    this.#atBatch = 0
    this.#lastBatch = batches.at(-1) ?? this.#lastBatch
    this.#complete = batches.length === 0
    this.#passAway()
  }

  take(event: StreamEvent): void {
    const { seq } = event
    if (seq < this.#next) {
      this.#tell('changed', [seq, seq], `Event ${seq} ${this.#of} was put in: that number stands there twice.`)
      return
    }
    if (seq > this.#next) this.#skipTo(seq)
    const batch = this.#batches[this.#atBatch]
    if (batch === undefined || seq < batch.first) this.#tellNoBatch(seq)
    this.#judgeHash(event, batch)
    this.#head = event.hash
    this.#next = seq + 1
    if (batch !== undefined && seq === batch.last) this.#endBatch(batch)
  }

  /** After the last event; `wantsBatches(Infinity)` must be false. */
  finish(): void {
    const last = this.#lastBatch?.last ?? 0
    if (this.#next <= last) this.#tellMissing(this.#next, last)
  }

  get #of(): string {
    return `of agent ${this.#name.agent}, epoch ${this.#name.epoch}`
  }

  #judgeHash({ seq, body, hash, cut, sealed }: StreamEvent, batch: StreamBatch | undefined): void {
    if (cut) {
      this.cutEvents += 1
      if (sealed) return
      this.#tell('changed', [seq, seq], `Event ${seq} ${this.#of} is marked as cut, and what was cut is not kept sealed.`)
    } else if (this.#head !== null && !chainHash(this.#head, body).equals(hash)) {
      // What stands before a batch is bound by the head before it; within one, the hash before may be what was changed.
      const or = seq === (batch?.first ?? seq) ? '' : ` (or event ${seq - 1} and its hash)`
      const text = `Event ${seq} ${this.#of} was changed${or}: its bytes do not give its hash in the agent’s chain.`
      this.#tell('changed', [seq, seq], text)
    }
  }

  /** Events from the next one up to before `seq` are not there. */
  #skipTo(seq: number): void {
    this.#head = null
    for (
      let batch = this.#batches[this.#atBatch];
      batch !== undefined && batch.last < seq;
      batch = this.#batches[this.#atBatch]
    ) {
      this.#atBatch += 1
      if (batch.away) {
        if (batch.first > this.#next) this.#tellMissing(this.#next, batch.first - 1)
        this.#next = batch.last + 1
      }
      // What follows must go on from there, whatever is gone.
      if (batch.last === seq - 1) this.#head = batch.head
    }
    if (seq > this.#next) this.#tellMissing(this.#next, seq - 1)
    this.#next = seq
    this.#faultIn = this.#batches[this.#atBatch]
  }

  #endBatch(batch: StreamBatch): void {
    const { first, last, head } = batch
    if (this.#faultIn !== batch && !head.equals(this.#head ?? head))
      this.#tell('changed', [first, last], `The events ${first} to ${last} ${this.#of} do not end in the head of their batch.`)
    this.#atBatch += 1
    this.#head = head
    this.#passAway()
  }

  /** Over batches that come next and whose events lie elsewhere. */
  #passAway(): void {
    for (
      let batch = this.#batches[this.#atBatch];
      batch?.away && batch.first === this.#next;
      batch = this.#batches[this.#atBatch]
    ) {
      this.#atBatch += 1
      this.#next = batch.last + 1
      this.#head = batch.head
    }
  }

  #tellMissing(from: number, to: number): void {
    const what = from === to ? `Event ${from} ${this.#of} is` : `The events ${from} to ${to} ${this.#of} are`
    this.#tell('missing', [from, to], `${what} missing: an agent’s numbers have no holes.`)
  }

  #tellNoBatch(seq: number): void {
    // One word for a run of them.
    if (this.#toldNoBatch !== seq - 1)
      this.#tell('changed', [seq, seq], `Event ${seq} ${this.#of} is in no batch its agent signed.`)
    this.#toldNoBatch = seq
  }

  #tell(kind: 'changed' | 'missing', events: readonly [number, number], text: string): void {
    this.#faultIn = this.#batches[this.#atBatch]
    this.#findings.add({ kind, ...this.#name, events, text })
  }
}
