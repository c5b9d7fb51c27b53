import { isServiceError } from '@counterfoil/services'
import { mayDo, type Permission } from '@counterfoil/services/permissions'
import { initTRPC, TRPCError } from '@trpc/server'
import superjson from 'superjson'
import { ZodError } from 'zod'
import type { RequestContext } from './context.ts'
import { toTrpcError } from './error-mapping.ts'

/** What a procedure says of itself, for tests and documents that walk the router. */
export interface ProcedureMeta {
  readonly permission: Permission
}

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      // What the person may read; the stack and the cause stay in the log.
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        ...(shape.data.path === undefined ? {} : { path: shape.data.path }),
        fields: fieldsOf(error.cause),
        ...(isServiceError(error.cause) && error.cause.reason !== undefined ? { reason: error.cause.reason } : {}),
      },
    }),
  })

/** The inputs at fault, for the form to point at. */
function fieldsOf(cause: unknown): readonly string[] {
  if (cause instanceof ZodError) return cause.issues.map((issue) => issue.path.join('.'))
  return isServiceError(cause) && cause.field !== undefined ? [cause.field] : []
}

const mapErrors = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok) throw toTrpcError(result.error)
  return result
})

/**
 * The only way to make a procedure: it names the permission it needs. Refuses whoever is not signed in with both factors, and
 * whoever lacks the permission, before the input is read.
 */
export function procedure(permission: Permission) {
  return t.procedure
    .meta({ permission })
    .use(mapErrors)
    .use(({ ctx, next }) => {
      const { person } = ctx
      if (person === null) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'You are not signed in. Sign in and try again.' })
      if (!person.bothFactors) {
        throw new TRPCError({ code: 'FORBIDDEN', message: 'Your second factor is not set up yet. Finish enrolment first.' })
      }
      if (!mayDo(person.access.role, permission)) {
        throw new TRPCError({
          code: 'FORBIDDEN',
          message: `Your account may not do this (${permission}). An administrator can change that.`,
        })
      }
      return next({ ctx: { ...ctx, person } })
    })
}

export const router = t.router
export const createCallerFactory = t.createCallerFactory
