import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { OutboxSize } from '../outbox/outbox.ts'
import type { SpaceReading } from './pressure.ts'

const CHUNK_BYTES = 1024 * 1024

/** The room the record has, and the reserve kept for payments under way when it ends. */
export interface RecordSpace {
  measure(): SpaceReading
  /** True when there was a reserve to let go. */
  releaseReserve(): boolean
  /** True when the reserve is there, whole. */
  allocateReserve(): boolean
}

export interface RecordLimits {
  /** What the record may take of the disk. */
  readonly limitBytes: number
  readonly reserveBytes: number
}

export const DEFAULT_LIMITS: RecordLimits = { limitBytes: 1024 * CHUNK_BYTES, reserveBytes: 16 * CHUNK_BYTES }

/** Measures the disk under an outbox; the reserve is a file beside it. */
export function openRecordSpace(
  outboxPath: string,
  { limitBytes, reserveBytes }: RecordLimits,
  outboxSize: () => OutboxSize,
): RecordSpace {
  const reservePath = `${outboxPath}.reserve`
  const reserveSize = () => statSync(reservePath, { throwIfNoEntry: false })?.size ?? 0
  return {
    measure() {
      return {
        ...outboxSize(),
        limitBytes,
        freeBytes: freeBytesAt(dirname(outboxPath)),
        reserveMissingBytes: Math.max(0, reserveBytes - reserveSize()),
      }
    },
    releaseReserve: () => releaseReserve(outboxPath),
    allocateReserve() {
      if (reserveSize() >= reserveBytes) return true
      try {
        fill(reservePath, reserveBytes)
        return true
      } catch {
        rmSync(reservePath, { force: true })
        return false
      }
    },
  }
}

/** A disk that cannot be asked is taken to have room: writing tells soon enough. */
function freeBytesAt(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return Number.MAX_SAFE_INTEGER
  }
}

/** Makes room at once; also before the outbox is open, which needs a little room itself. */
export function releaseReserve(outboxPath: string): boolean {
  const reservePath = `${outboxPath}.reserve`
  const there = statSync(reservePath, { throwIfNoEntry: false }) !== undefined
  rmSync(reservePath, { force: true })
  return there
}

/** Random bytes: a file system that compresses, or leaves out zeros, would reserve nothing. */
function fill(path: string, bytes: number): void {
  const file = openSync(path, 'w', 0o600)
  try {
    const chunk = randomBytes(Math.min(CHUNK_BYTES, bytes))
    for (let written = 0; written < bytes; ) written += writeSync(file, chunk, 0, Math.min(chunk.length, bytes - written))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
