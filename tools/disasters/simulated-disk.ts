import { type DiskRecord, MemoryDisk } from '@counterfoil/agent/testing'
import type { Checker } from './checker.ts'

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
  readonly #options: SimulatedDiskOptions

  constructor(options: SimulatedDiskOptions, records: readonly DiskRecord[] = []) {
    super(records)
    this.#options = options
  }

  override write(record: DiskRecord): void {
    super.write(record)
    const { checker, agentId } = this.#options
    if (record.type === 'append') for (const { seq, hash, body } of record.events) checker.noteRecorded(agentId, seq, hash, body)
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
