/** Why the outbox could not do what it was asked. */
export type OutboxErrorCode = 'in_use' | 'damaged' | 'cannot_open' | 'cannot_write' | 'wrong_epoch'

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
