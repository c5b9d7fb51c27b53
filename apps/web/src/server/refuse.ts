import type { ServiceError } from '@counterfoil/services'

/** A refusal before any of our procedures ran: a code for programs, a sentence for people. */
export function refuse(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status, headers: { 'Cache-Control': 'no-store' } })
}

/** What a verb refused, outside of procedures: its own words, and how long to wait where that is it. */
export function tellServiceError({ code, reason, message, retryAfterMs }: ServiceError): Response {
  const minutes = retryAfterMs === undefined ? {} : { minutes: Math.ceil(retryAfterMs / 60_000) }
  return Response.json(
    { code: (reason ?? code).toUpperCase(), message, ...minutes },
    { status: statusOf[code], headers: { 'Cache-Control': 'no-store' } },
  )
}

const statusOf = {
  not_found: 404,
  unauthenticated: 401,
  forbidden: 403,
  invalid: 400,
  conflict: 409,
  too_many: 429,
  unavailable: 503,
} as const
