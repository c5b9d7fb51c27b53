import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { checkAssertion, type PasskeyProblem } from '../passkeys/check-assertion.ts'
import { AssertionResponse } from '../passkeys/passkey-json.ts'
import { findSessionPerson, type SessionPerson } from '../sessions/index.ts'
import { type Admission, admitAttempt, forgiveAttempt, settleAttempt } from './admit-attempt.ts'
import { checkPasswordOf, checkRecoveryCodeOf, checkTotpOf, type FactorProblem } from './check-factor.ts'
import type { FactorKit } from './factor-kit.ts'
import { noteFactorShown } from './note-factor-shown.ts'
import { recordFailedAttempt } from './record-attempt.ts'

export const ShowFactorInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: z.string().max(100) }),
  z.strictObject({ kind: z.literal('recovery_code'), code: z.string().max(100) }),
  z.strictObject({ kind: z.literal('passkey'), response: AssertionResponse }),
  z.strictObject({ kind: z.literal('password'), password: z.string().max(1_000) }),
])
export type ShowFactorInput = z.infer<typeof ShowFactorInput>

/**
 * Shows a factor within a session: to go on after fifteen idle minutes, before factors, roles or keys are changed, and to complete
 * an administrator's sign-in by passkey. Counts with all other tries of the account and of the source. Throws with a reason.
 */
export async function showFactor(ctx: ServiceContext, kit: FactorKit, input: ShowFactorInput): Promise<void> {
  const { actor } = ctx
  const person = actor.kind === 'user' ? await findSessionPerson(ctx, actor.sessionId) : null
  if (actor.kind !== 'user' || person === null)
    throw new ServiceError('unauthenticated', 'You are not signed in any more. Sign in again.', { reason: 'signed_out' })
  checkOffered(person, input)
  const { userId, email } = person
  const admission = await admitAttempt(ctx, email)
  const failure = { action: 'factor.failed', userId, email, factor: input.kind } as const
  if (!admission.allowed) {
    await recordFailedAttempt(ctx, { ...failure, reason: `${admission.locked}_locked`, attempt: null })
    throw lockedError(admission)
  }
  const problem = await checkShown(ctx, kit, { userId, sessionId: actor.sessionId }, input)
  if (problem !== null) {
    await recordFailedAttempt(ctx, { ...failure, reason: problem, attempt: admission.attempt })
    throw new ServiceError('unauthenticated', problems[problem].message, { reason: problems[problem].reason })
  }
  const completes = !person.bothFactors
  await noteFactorShown(ctx, { userId, sessionId: actor.sessionId, factors: person.factors, kind: input.kind, completes })
  await (completes ? settleAttempt : forgiveAttempt)(ctx, admission.attempt)
}

/** A refusal that says what is locked and for how long. */
export function lockedError({ locked, minutes }: Extract<Admission, { readonly allowed: false }>): ServiceError {
  const what = locked === 'account' ? 'for this account. It' : 'from this network. Sign-in'
  return new ServiceError('too_many', `Too many wrong tries ${what} opens again in ${minutes} min.`, {
    reason: `${locked}_locked`,
    retryAfterMs: minutes * 60_000,
  })
}

/** An administrator's passkey has been shown: then the password stands beside it, and not another passkey. Else it is never asked alone. */
function checkOffered({ bothFactors, factors }: SessionPerson, { kind }: ShowFactorInput): void {
  const begunByPasskey = !bothFactors && factors.includes('passkey')
  if (!bothFactors && !begunByPasskey)
    throw new ServiceError('forbidden', 'Your second factor is not set up yet. Finish enrolment first.', {
      reason: 'second_factor_missing',
    })
  if (kind === (begunByPasskey ? 'passkey' : 'password'))
    throw new ServiceError('invalid', 'This kind of factor is not asked for here. Show another one.', {
      reason: 'factor_not_offered',
    })
}

type Problem = FactorProblem | PasskeyProblem

async function checkShown(
  ctx: ServiceContext,
  kit: FactorKit,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
  input: ShowFactorInput,
): Promise<Problem | null> {
  switch (input.kind) {
    case 'totp':
      return checkTotpOf(ctx, kit, userId, input.code)
    case 'recovery_code':
      return checkRecoveryCodeOf(ctx, kit, userId, input.code)
    case 'password':
      return checkPasswordOf(ctx, kit, userId, input.password)
    case 'passkey': {
      const { problem } = await checkAssertion(ctx, kit, 'factor', { sessionId, userId }, input.response)
      return problem
    }
  }
}

const passkeyRefused = { reason: 'passkey_refused', message: 'This passkey was not accepted. Try again, or use another factor.' }

/** What is told of it; the record is more exact. */
const problems: Readonly<Record<Problem, { readonly reason: string; readonly message: string }>> = {
  invalid_password: { reason: 'invalid_password', message: 'The password is wrong. Try again.' },
  invalid_code: { reason: 'invalid_code', message: 'This code is wrong. Enter the one your app shows now.' },
  code_used: { reason: 'code_used', message: 'This code was used already. Wait for the next one in your app.' },
  invalid_backup_code: {
    reason: 'invalid_backup_code',
    message: 'This recovery code is wrong or was used already. Try another one.',
  },
  passkey_challenge_unknown: passkeyRefused,
  passkey_unknown: passkeyRefused,
  passkey_invalid: passkeyRefused,
  passkey_cloned: passkeyRefused,
}
