import type { KeyObject } from 'node:crypto'
import type { Cursor } from './check-envelope.ts'
import type { PaymentState } from './payment-state.ts'

/** What the ingest must know of an agent; the key object is made once and kept. */
export interface IngestAgent {
  readonly id: number
  readonly uid: string
  readonly storeId: number
  readonly epoch: number
  readonly state: 'active' | 'revoked'
  readonly key: KeyObject
  /** A later enrolment may have told of its payments already: theirs are read before anything is added. */
  readonly outlived?: boolean
}

/** One agent's stream while it is being worked on: tentative until its commits have come back. */
export class AgentLine {
  /** Payments that are not final, as they will stand then. */
  readonly payments = new Map<string, PaymentState>()
  /** Set by a failure: nothing kept here may be trusted until it is read anew. */
  stale = false
  readonly storeId: number
  #cursor: Cursor | null = null
  #inFlight = 0
  #waiters: (() => void)[] = []
  #tail: Promise<unknown> = Promise.resolve()

  constructor(storeId: number) {
    this.storeId = storeId
  }

  /** Where the stream will stand when everything in flight has been written; null when it must be read. */
  get cursor(): Cursor | null {
    return this.#cursor
  }

  set cursor(cursor: Cursor | null) {
    this.#cursor = cursor === null ? null : { highWater: cursor.highWater, head: ownBytes(cursor.head) }
  }

  /** Runs checks of one agent one after the other, in the order the batches came. */
  inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const run = this.#tail.then(work)
    this.#tail = run.catch(() => {})
    return run
  }

  get busy(): boolean {
    return this.#inFlight > 0
  }

  begin(): void {
    this.#inFlight += 1
  }

  end(): void {
    this.#inFlight -= 1
    if (this.#inFlight > 0) return
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }

  /** Resolves when nothing of this agent is on its way to the database. */
  settled(): Promise<void> {
    return this.busy ? new Promise((resolve) => this.#waiters.push(resolve)) : Promise.resolve()
  }

  /** Forgets everything tentative, after what is in flight has come back. */
  async restart(): Promise<void> {
    await this.settled()
    this.cursor = null
    this.payments.clear()
    this.stale = false
  }
}

/** A slice of Node's pool keeps all 64 KB of it alive: for every agent that has greeted, for as long as it is there. */
function ownBytes(bytes: Buffer): Buffer {
  const own = Buffer.alloc(bytes.length)
  own.set(bytes)
  return own
}
