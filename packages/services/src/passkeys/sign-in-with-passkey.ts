import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import type { PersonRole } from '../permissions/index.ts'
import { lacksSecondKind } from '../sessions/index.ts'
import { type Attempt, admitAttempt, type FactorKit, lockedError, recordFailedAttempt } from '../sign-in/index.ts'
import { checkAssertion, findPasskey } from './check-assertion.ts'
import type { AssertionResponse } from './passkey-json.ts'

export interface PasskeyHolder {
  readonly userId: string
  /** Whether the passkey is enough; an administrator shows a second kind of factor as well. */
  readonly complete: boolean
  /** Settled or forgiven once there is a session. */
  readonly attempt: Attempt
}

/** Whose passkey was shown by the browser that keeps `challengeId`. Throws with a reason, which the record holds more exactly. */
export async function signInWithPasskey(
  ctx: ServiceContext,
  kit: Pick<FactorKit, 'site'>,
  challengeId: string | null,
  response: AssertionResponse,
): Promise<PasskeyHolder> {
  const passkey = await findPasskey(ctx, response.id)
  const user = passkey === null ? null : await ctx.db.user.findUnique({ where: { id: passkey.userId } })
  const userId = user?.id ?? null
  const email = user?.email ?? ''
  // One that nobody has is counted under its own name, so that it locks nobody.
  const admission = await admitAttempt(ctx, user?.email ?? `passkey:${response.id}`)
  const failure = { action: 'sign_in.failed', userId, email, factor: 'passkey' } as const
  if (!admission.allowed) {
    await recordFailedAttempt(ctx, { ...failure, reason: `${admission.locked}_locked`, attempt: null })
    throw lockedError(admission)
  }
  const { attempt } = admission
  const answering = { challengeId: challengeId ?? '' }
  const checked = await checkAssertion(ctx, kit, 'sign_in', answering, response)
  const reason = checked.problem ?? accountProblem(user)
  if (reason !== null || user === null) {
    await recordFailedAttempt(ctx, { ...failure, reason: reason ?? 'passkey_unknown', attempt })
    if (reason === 'account_disabled')
      throw new ServiceError('forbidden', 'This account is disabled. An administrator can enable it again.', { reason })
    throw new ServiceError('unauthenticated', 'This passkey did not sign you in. Try again, or use your password.', {
      reason: 'passkey_refused',
    })
  }
  return { userId: user.id, complete: !lacksSecondKind(user.role as PersonRole, ['passkey']), attempt }
}

function accountProblem(user: { readonly state: string; readonly twoFactorEnabled: boolean | null } | null) {
  if (user?.state !== 'active') return 'account_disabled'
  // An account whose factors were taken back begins anew with its password.
  return user.twoFactorEnabled === true ? null : 'second_factor_missing'
}
