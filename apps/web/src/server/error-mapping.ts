import { TRPCError } from '@trpc/server'

/** Said to people instead of an internal message; the log has the rest under the same time. */
const unexpected =
  'The dashboard could not answer this. Nothing was changed; try again, and if it stays, look at the dashboard’s log.'

/** What leaves a procedure. Errors of the services keep their words; anything unforeseen says nothing of our insides. */
export function toTrpcError(error: TRPCError): TRPCError {
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: unexpected, cause: error.cause })
}
