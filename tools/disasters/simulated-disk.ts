import type { RecordSpace } from '@counterfoil/agent'
import { type DiskRecord, MemoryDisk } from '@counterfoil/agent/testing'
import type { Checker } from './checker.ts'

/** More than any run records; what makes a disk full here is strangers. */
export const LIMIT_BYTES = 2 * 1024 * 1024
const DISK_BYTES = 4 * 1024 * 1024
const RESERVE_BYTES = 128 * 1024

export interface SimulatedDiskOptions {
  readonly agentId: number
  readonly checker: Checker
  /** False: the planted bug of a program that does not wait for the disk. */
  readonly syncs: boolean
}

/** A PC's disk: tells the checker what was written on it, and lets the writing process die between write and sync. */
export class SimulatedDisk extends MemoryDisk {
  /** The step of the process that writes now. */
  step: () => void = () => {}
  /** What strangers have put on it. */
  othersBytes = 0
  /** True while it takes nothing at all. */
  refuses = false
  /** What the agent's record takes, as its process says. */
  used: () => number = () => 0
  /** Told when a row is chained anew. */
  onMend: () => void = () => {}
  #reserveBytes = 0
  /** What was recorded last under each number. */
  readonly #bodies = new Map<number, string>()
  readonly #options: SimulatedDiskOptions

  constructor(options: SimulatedDiskOptions, records: readonly DiskRecord[] = []) {
    super(records)
    this.#options = options
    for (const record of records)
      if (record.type === 'append') for (const { seq, body } of record.events) this.#bodies.set(seq, body)
    this.fault = () => {
      if (this.refuses || this.freeBytes <= 0) throw new Error('database or disk is full')
    }
  }

  override write(record: DiskRecord): void {
    super.write(record)
    const { checker, agentId } = this.#options
    if (record.type === 'mend') {
      for (const change of record.changes) {
        if (change.type === 'replace') this.#bodies.set(change.seq, change.body)
        if (change.type === 'replace' || change.type === 'hash')
          checker.noteRecorded(agentId, change.seq, change.hash, this.#bodies.get(change.seq) ?? '')
      }
      this.onMend()
    }
    if (record.type !== 'append') return
    for (const { seq, hash, body } of record.events) {
      checker.noteRecorded(agentId, seq, hash, body)
      this.#bodies.set(seq, body)
    }
  }

  get freeBytes(): number {
    return DISK_BYTES - this.used() - this.othersBytes - this.#reserveBytes
  }

  /** The room of the record on this disk, as the agent asks for it. */
  readonly space: RecordSpace = {
    measure: () => ({
      usedBytes: this.used(),
      reusableBytes: 0,
      limitBytes: LIMIT_BYTES,
      freeBytes: Math.max(0, this.freeBytes),
      reserveMissingBytes: RESERVE_BYTES - this.#reserveBytes,
    }),
    releaseReserve: () => {
      const there = this.#reserveBytes > 0
      this.#reserveBytes = 0
      return there
    },
    allocateReserve: () => {
      if (this.#reserveBytes === 0 && (this.refuses || this.freeBytes < RESERVE_BYTES)) return false
      this.#reserveBytes = RESERVE_BYTES
      return true
    },
  }

  /** Goes wrong by itself: no process and no free byte is needed for it. */
  spoil(record: DiskRecord): void {
    this.step = () => {}
    const { fault } = this
    this.fault = undefined
    this.write(record)
    super.sync()
    this.fault = fault
  }

  override sync(): void {
    this.step()
    if (this.#options.syncs) super.sync()
  }

  override cutPower(share: number): void {
    this.step = () => {}
    super.cutPower(share)
    super.sync()
  }

  override clone(): SimulatedDisk {
    return new SimulatedDisk(this.#options, this.records)
  }
}
