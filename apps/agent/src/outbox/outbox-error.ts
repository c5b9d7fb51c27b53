/** Why the outbox could not do what it was asked. `cannot_write` is the disk's fault, `not_recordable` the event's. */
export type OutboxErrorCode = 'in_use' | 'damaged' | 'cannot_open' | 'cannot_write' | 'not_recordable' | 'wrong_epoch'

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

/** What a failed transaction means: SQLite's result code tells a bad disk from a bad row. */
export function writeError(error: unknown): OutboxError {
  if (error instanceof OutboxError) return error
  const result =
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
  const message = `The outbox could not be written: ${reasonOf(error)}.`
  return result === undefined || result === SQLITE_CONSTRAINT || result === SQLITE_MISMATCH
    ? new OutboxError('not_recordable', message, error)
    : new OutboxError('cannot_write', `${message} Check the disk's free space and rights.`, error)
}
