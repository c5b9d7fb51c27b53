import { isServiceError } from '@counterfoil/services'
import { refuseCardNumbers } from '@counterfoil/services/card-alarms'
import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import { ZodError } from 'zod'
import { admit, type ProcedureMeta } from './admit.ts'
import type { RequestContext } from './context.ts'
import { toTrpcError } from './error-mapping.ts'
import { inputFields } from './input-fields.ts'
import { readFromReplica } from './read-from-replica.ts'

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
        ...reasonOf(error.cause),
      },
    }),
  })

/** The inputs at fault, for the form to point at. */
function fieldsOf(cause: unknown): readonly string[] {
  if (cause instanceof ZodError) return cause.issues.map((issue) => issue.path.join('.'))
  return isServiceError(cause) && cause.field !== undefined ? [cause.field] : []
}

/** A stable word, for a page to say it in its own. */
function reasonOf(cause: unknown): { readonly reason?: string } {
  if (cause instanceof ZodError) return { reason: 'wrong_input' }
  return isServiceError(cause) ? { reason: cause.reason ?? cause.code } : {}
}

const mapErrors = t.middleware(async ({ ctx, next, path }) => {
  const startedMs = ctx.nowMs()
  const result = await next()
  const error = result.ok ? null : toTrpcError(result.error)
  const outcome = error === null ? 'ok' : error.code === 'INTERNAL_SERVER_ERROR' ? 'fault' : 'refused'
  ctx.metrics.answered(path, Math.max(0, ctx.nowMs() - startedMs) / 1_000, outcome)
  if (error !== null) throw error
  return result
})

/**
 * The only way to make a procedure: it names the permission it needs and what it leaves in the audit record. Refuses whoever is
 * not signed in with both factors, lacks the permission, or has not shown a factor lately where that is asked, before the input
 * is read. A refusal of somebody signed in is recorded. An input with a card number in it goes no further either.
 */
export function procedure(meta: ProcedureMeta) {
  return t.procedure
    .meta(meta)
    .use(mapErrors)
    .use(async ({ ctx, next, path }) => {
      const asker = await admit(ctx, meta, path)
      return next({ ctx: { ...ctx, asker } })
    })
    .use(async ({ ctx, next, path, getRawInput }) => {
      await refuseCardNumbers(ctx.services, path, inputFields[path] ?? {}, await getRawInput())
      return next()
    })
    .use(({ ctx, next }) => {
      if (meta.mayBeOld !== true || ctx.replica === null) return next()
      return readFromReplica(ctx.replica, (pool) => next({ ctx: pool ? { ...ctx, services: { ...ctx.services, pool } } : ctx }))
    })
}

export { FRESH_MS, type ProcedureMeta } from './admit.ts'
export const router = t.router
export const createCallerFactory = t.createCallerFactory
