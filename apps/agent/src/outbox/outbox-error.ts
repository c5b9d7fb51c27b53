/** Why the outbox could not do what it was asked. `held` may pass by itself, `cannot_write` is the disk's fault, `not_recordable` the event's. */
export type OutboxErrorCode = 'in_use' | 'held' | 'damaged' | 'cannot_open' | 'cannot_write' | 'not_recordable' | 'wrong_epoch'

/** The message says what, why and what to do; `code` is for programs. */
export class OutboxError extends Error {
  override readonly name = 'OutboxError'
  readonly code: OutboxErrorCode

  constructor(code: OutboxErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/** What SQLite said, as one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

const SQLITE_CONSTRAINT = 19
const SQLITE_MISMATCH = 20

/** Busy, locked, an input or output error, no access: what SQLite says of a file that another program has its hands on. */
const HELD: ReadonlySet<number | undefined> = new Set([3, 5, 6, 10, 14])

/** True where another program may hold the file, and waiting may help. */
export function isHeld(error: unknown): boolean {
  return HELD.has(resultOf(error))
}

function resultOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

export const HELD_ADVICE =
  'Another program may hold it, such as an antivirus or a backup that reads its -wal file: have it leave the data folder alone. If it is the disk, have it checked'

/** What a failed transaction means: SQLite's result code tells a bad disk from a bad row. */
export function writeError(error: unknown): OutboxError {
  if (error instanceof OutboxError) return error
  const result = resultOf(error)
  const message = `The outbox could not be written: ${reasonOf(error)}.`
  return result === undefined || result === SQLITE_CONSTRAINT || result === SQLITE_MISMATCH
    ? new OutboxError('not_recordable', message, error)
    : new OutboxError(
        'cannot_write',
        `${message} ${isHeld(error) ? HELD_ADVICE : "Check the disk's free space and rights"}.`,
        error,
      )
}
