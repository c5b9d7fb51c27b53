import { isServiceError, type ServiceErrorCode } from '@counterfoil/services'
import { TRPCError } from '@trpc/server'

const trpcCodes = {
  not_found: 'NOT_FOUND',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  too_many: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<ServiceErrorCode, TRPCError['code']>

/** Said to people instead of an internal message. */
const unexpected =
  'The dashboard could not answer this. Nothing was changed. Try again; if it stays, look into the dashboard’s log.'

/** What leaves a procedure. Errors of the services keep their words; anything unforeseen says nothing of our insides. */
export function toTrpcError(error: TRPCError): TRPCError {
  const { cause } = error
  if (isServiceError(cause)) return new TRPCError({ code: trpcCodes[cause.code], message: cause.message, cause })
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: unexpected, cause })
}
