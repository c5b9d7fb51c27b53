import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { endSessions } from '../sessions/index.ts'
import { checkPasswordOf } from '../sign-in/check-factor.ts'
import { admitAttempt, type FactorKit, forgiveAttempt, lockedError, recordFailedAttempt } from '../sign-in/index.ts'
import { checkPassword, passwordProblems } from '../users/password-policy.ts'
import { ownSession } from './own-session.ts'
import { isPasswordOfBefore, replacePassword } from './replace-password.ts'

export const ChangePasswordInput = z.strictObject({ current: z.string().max(1_000), next: z.string().max(1_000) })

/** Changes one's own password, which ends all of one's other sessions. A wrong current one counts like any wrong try. */
export async function changePassword(
  ctx: ServiceContext,
  kit: FactorKit,
  { current, next }: z.infer<typeof ChangePasswordInput>,
): Promise<void> {
  const { userId, sessionId } = ownSession(ctx)
  const user = await ctx.db.user.findUnique({ where: { id: userId } })
  if (user === null) throw new ServiceError('not_found', 'Your account is not there any more.')
  const { email, name } = user
  const admission = await admitAttempt(ctx, email)
  const failure = { action: 'factor.failed', userId, email, factor: 'password' } as const
  if (!admission.allowed) {
    await recordFailedAttempt(ctx, { ...failure, reason: `${admission.locked}_locked`, attempt: null })
    throw lockedError(admission)
  }
  const problem = await checkPasswordOf(ctx, kit, userId, current)
  if (problem !== null) {
    await recordFailedAttempt(ctx, { ...failure, reason: problem, attempt: admission.attempt })
    throw new ServiceError('invalid', 'The password you have now is wrong. Try again.', { field: 'current', reason: problem })
  }
  await forgiveAttempt(ctx, admission.attempt)
  const weakness = checkPassword(next, email, name)
  if (weakness !== null)
    throw new ServiceError('invalid', passwordProblems[weakness], { field: 'next', reason: `password_${weakness}` })
  if (await isPasswordOfBefore(ctx, kit, userId, next)) {
    throw new ServiceError('invalid', 'This was one of your last passwords. Choose another one.', {
      field: 'next',
      reason: 'password_used_before',
    })
  }
  const hash = await kit.hashPassword(next)
  await inTransaction(ctx, async (client) => {
    await replacePassword(ctx, client, userId, hash)
    await recordAct(ctx, client, { action: 'password.changed', target: { type: 'person', id: userId } })
    await endSessions(ctx, client, { userId, allBut: sessionId, why: 'password_changed' })
  })
}
