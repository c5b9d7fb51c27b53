import { isServiceError, ServiceError } from '@counterfoil/services'
import { type AuditAction, recordAct } from '@counterfoil/services/audit'
import { refuseCardNumbers } from '@counterfoil/services/card-alarms'
import { mayDo, mayDoWithin, type Permission } from '@counterfoil/services/permissions'
import { initTRPC, TRPCError } from '@trpc/server'
import superjson from 'superjson'
import { ZodError } from 'zod'
import type { RequestContext } from './context.ts'
import { toTrpcError } from './error-mapping.ts'
import { inputFields } from './input-fields.ts'
import type { Asker } from './person.ts'

/** What a procedure says of itself, for the gate below and for tests and documents that walk the router. */
export interface ProcedureMeta {
  readonly permission: Permission
  /** What its verb records; reading that nobody has to account for says so. */
  readonly audit: AuditAction | 'unlogged'
  /** Asks for a factor shown within the last five minutes: what changes factors, roles or keys (PCI DSS 8.3.3). */
  readonly fresh?: true
}

/** How long a factor that was shown stands for the person being there. */
export const FRESH_MS = 5 * 60_000

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
 * The only way to make a procedure: it names the permission it needs and what it leaves in the audit record. Refuses whoever is
 * not signed in with both factors, lacks the permission, or has not shown a factor lately where that is asked, before the input
 * is read. A refusal of somebody signed in is recorded. An input with a card number in it goes no further either.
 */
export function procedure(meta: ProcedureMeta) {
  return t.procedure
    .meta(meta)
    .use(mapErrors)
    .use(async ({ ctx, next, path }) => {
      const { asker, services } = ctx
      if (asker === null) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'You are not signed in. Sign in and try again.' })
      const refusal = findRefusal(asker, meta, ctx.nowMs())
      if (refusal !== null) {
        // Whoever went away is as good as signed out: their pages go on asking, and nobody tries anything.
        if (refusal.reason !== 'idle') {
          await recordAct(services, services.pool, {
            action: 'access.refused',
            target: { type: 'procedure', id: path },
            outcome: 'refused',
            reason: refusal.reason ?? refusal.code,
          })
        }
        throw refusal
      }
      return next({ ctx: { ...ctx, asker } })
    })
    .use(async ({ ctx, next, path, getRawInput }) => {
      await refuseCardNumbers(ctx.services, path, inputFields[path] ?? {}, await getRawInput())
      return next()
    })
}

/** Why somebody signed in, or a thing, may not do it; null when they may. */
export function findRefusal(asker: Asker, { permission, fresh }: ProcedureMeta, nowMs: number): ServiceError | null {
  if (asker.kind === 'person' && !asker.bothFactors) {
    return new ServiceError('forbidden', 'Your second factor is not set up yet. Finish enrolment first.', {
      reason: 'second_factor_missing',
    })
  }
  if (!mayDo(asker.access.role, permission)) {
    if (asker.kind === 'person' && asker.idle) {
      return new ServiceError('unauthenticated', 'Nothing was done here for 15 minutes. Show a factor to go on.', {
        reason: 'idle',
      })
    }
    return new ServiceError('forbidden', `Your account may not do this (${permission}). An administrator can change that.`, {
      reason: 'permission_missing',
    })
  }
  if (!mayDoWithin(asker.access, permission)) {
    return new ServiceError('forbidden', `This is about the whole chain, of which your account reaches a part (${permission}).`, {
      reason: 'whole_chain_only',
    })
  }
  if (fresh && (asker.kind !== 'person' || asker.factorShownAt === null || nowMs - asker.factorShownAt.getTime() > FRESH_MS)) {
    return new ServiceError('forbidden', 'This asks for a factor shown within the last five minutes. Show one and try again.', {
      reason: 'factor_wanted',
    })
  }
  return null
}

export const router = t.router
export const createCallerFactory = t.createCallerFactory
