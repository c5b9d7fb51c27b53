import { ServiceError } from '@counterfoil/services'
import { type AuditAction, recordRefusal } from '@counterfoil/services/audit'
import { mayDo, mayDoWithin, type Permission } from '@counterfoil/services/permissions'
import type { RequestContext } from './context.ts'
import type { Asker } from './person.ts'

/** What a procedure says of itself, for the gate below and for tests and documents that walk the router. */
export interface ProcedureMeta {
  readonly permission: Permission
  /** What its verb records; reading that nobody has to account for says so. */
  readonly audit: AuditAction | 'unlogged'
  /** Asks for a factor shown within the last five minutes: what changes factors, roles or keys (PCI DSS 8.3.3). */
  readonly fresh?: true
  /** Only reads, through `readTogether`, and may be old by a second: a replica answers where there is one. */
  readonly mayBeOld?: true
}

/** How long a factor that was shown stands for the person being there. */
export const FRESH_MS = 5 * 60_000

/**
 * Who asks, where they may do what is asked; `path` names it. Refuses whoever is not signed in with both factors, lacks the
 * permission, or has not shown a factor lately where that is asked. A refusal of somebody signed in is recorded.
 */
export async function admit(ctx: RequestContext, meta: ProcedureMeta, path: string): Promise<Asker> {
  const { asker, services } = ctx
  if (asker === null) throw new ServiceError('unauthenticated', 'You are not signed in. Sign in and try again.')
  const refusal = findRefusal(asker, meta, ctx.nowMs())
  if (refusal === null) return asker
  // Whoever went away is as good as signed out: their pages go on asking, and nobody tries anything.
  if (refusal.reason !== 'idle') {
    await recordRefusal(services, {
      action: 'access.refused',
      target: { type: 'procedure', id: path },
      outcome: 'refused',
      reason: refusal.reason ?? refusal.code,
    })
  }
  throw refusal
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
