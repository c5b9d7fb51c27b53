import type { QuarantinedRow } from '../outbox/mender.ts'
import type { Losses, StoredEvent, TillRequest } from '../outbox/outbox.ts'

/** One committed transaction of an outbox, as the disk has it. */
export type DiskRecord =
  | { readonly type: 'epoch'; readonly epoch: number }
  | {
      readonly type: 'append'
      readonly events: readonly DiskEvent[]
      readonly request: (TillRequest & { readonly ageMs: number }) | undefined
    }
  | { readonly type: 'delivered'; readonly epoch: number; readonly seq: number; readonly head: string; readonly ageMs: number }
  | { readonly type: 'prune'; readonly epoch: number; readonly ageMs: number; readonly keepMs: number }
  | { readonly type: 'losses'; readonly losses: Losses }
  /** What goes wrong with one row of a disk by itself. */
  | { readonly type: 'damage'; readonly epoch: number; readonly seq: number; readonly what: 'body' | 'hash' | 'gone' }
  | { readonly type: 'mend'; readonly epoch: number; readonly changes: readonly MendChange[] }
  | { readonly type: 'meta'; readonly key: string; readonly value: string }

export type MendChange =
  | { readonly type: 'quarantine'; readonly row: QuarantinedRow; readonly ageMs: number }
  | { readonly type: 'replace'; readonly seq: number; readonly atMs: number; readonly body: string; readonly hash: string }
  | { readonly type: 'hash'; readonly seq: number; readonly hash: string }
  | { readonly type: 'put_back'; readonly row: QuarantinedRow }
  | { readonly type: 'end'; readonly head: string }

export interface DiskEvent extends StoredEvent {
  readonly terminal: string | undefined
  readonly payment: string | undefined
  /** What the indexes take from the event beside its body. */
  readonly source: object
}

/** Asked before anything is written: may throw what a disk throws. */
export type DiskFault = () => void

/**
 * A disk with the crash semantics of a journal: a process may be killed at any time and loses nothing it wrote; a power cut
 * loses any tail of what was not synced, and a torn last record is dropped whole, as SQLite's checksums do.
 */
export class MemoryDisk {
  #synced: DiskRecord[]
  #unsynced: DiskRecord[] = []
  /** Throws instead of writing: disk full, read-only, gone. */
  fault: DiskFault | undefined

  constructor(records: readonly DiskRecord[] = []) {
    this.#synced = [...records]
  }

  /** Written, and gone with the next power cut unless `sync` follows. */
  write(record: DiskRecord): void {
    this.fault?.()
    this.#unsynced.push(record)
  }

  sync(): void {
    if (this.#unsynced.length === 0) return
    this.#synced.push(...this.#unsynced)
    this.#unsynced = []
  }

  /** What a process that opens the disk now reads. */
  get records(): readonly DiskRecord[] {
    return this.#unsynced.length === 0 ? this.#synced : [...this.#synced, ...this.#unsynced]
  }

  /** `share` of what was not synced survives, from its beginning; 0 ≤ share < 1. */
  cutPower(share: number): void {
    this.#unsynced = this.#unsynced.slice(0, Math.floor(this.#unsynced.length * share))
    this.sync()
  }

  /** The same bytes in another machine. */
  clone(): MemoryDisk {
    return new MemoryDisk(this.records)
  }
}
