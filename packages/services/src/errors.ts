/** Every way a verb may say no. Transports translate the code; nobody reads the message to decide. */
export const SERVICE_ERROR_CODES = [
  /** The thing asked for is not there, or not for this actor to know of. */
  'not_found',
  /** Nobody is signed in, or the session lacks what this needs. */
  'unauthenticated',
  'forbidden',
  'invalid',
  /** Somebody else changed it first, or it is in a state that does not allow this. */
  'conflict',
  /** Over a limit; try later. */
  'too_many',
  /** A part we need (database, hub) is away; try later. */
  'unavailable',
] as const
export type ServiceErrorCode = (typeof SERVICE_ERROR_CODES)[number]

export interface ServiceErrorDetails {
  /** The input field at fault, for `invalid`. */
  readonly field?: string
  /** A stable word for the exact reason, which the dashboard translates, e.g. `code_expired`. */
  readonly reason?: string
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

/** An expected refusal. The message is shown to people: what was refused, why, and what to do. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: ServiceErrorCode
  readonly field: string | undefined
  readonly reason: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: ServiceErrorCode, message: string, details: ServiceErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.field = details.field
    this.reason = details.reason
    this.retryAfterMs = details.retryAfterMs
  }
}

/** Whether this is a ServiceError, of this code if one is given. By name and code: bundlers make second copies of classes. */
export function isServiceError(error: unknown, code?: ServiceErrorCode): error is ServiceError {
  if (!(error instanceof Error) || error.name !== 'ServiceError') return false
  const found = (error as ServiceError).code
  return code === undefined ? SERVICE_ERROR_CODES.includes(found) : found === code
}
