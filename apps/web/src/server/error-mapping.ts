import { isServiceError, type ServiceErrorCode } from '@counterfoil/services'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'

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

/** A schema's own report is for programs; people are told which field. */
function wrongInput({ issues }: ZodError): string {
  const fields = [...new Set(issues.map((issue) => issue.path.join('.')).filter((field) => field !== ''))]
  return `This cannot be asked${fields.length === 0 ? '' : `: ${fields.join(', ')} is wrong`}. Correct it and try again.`
}

/** What leaves a procedure. Errors of the services keep their words; anything unforeseen says nothing of our insides. */
export function toTrpcError(error: TRPCError): TRPCError {
  const { cause } = error
  if (isServiceError(cause)) return new TRPCError({ code: trpcCodes[cause.code], message: cause.message, cause })
  if (cause instanceof ZodError) return new TRPCError({ code: 'BAD_REQUEST', message: wrongInput(cause), cause })
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: unexpected, cause })
}
