import type { ErrorCode } from './schemas.ts'

const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 400,
  idempotency_key_missing: 400,
  terminal_needed: 400,
  parent_needed: 400,
  unauthorised: 401,
  lane_not_allowed: 403,
  host_not_allowed: 403,
  origin_not_allowed: 403,
  not_found: 404,
  unknown_lane: 404,
  parent_unknown: 404,
  method_not_allowed: 405,
  idempotency_conflict: 409,
  busy: 409,
  unknown_open: 409,
  parent_not_reversible: 409,
  too_late: 409,
  not_undecided: 409,
  too_large: 413,
  not_json: 415,
  unsupported: 422,
  card_number: 422,
  internal: 500,
  not_ready: 503,
  journal_failed: 503,
  cannot_record: 507,
}

/** An answer that is an error; `message` is read aloud to whoever stands at the till. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }

  get status(): number {
    return STATUS[this.code]
  }
}
