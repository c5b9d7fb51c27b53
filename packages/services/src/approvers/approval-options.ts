import { approvalChallenge } from '@counterfoil/audit'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import type { KeptRoster } from './read-roster.ts'

const AT_THE_DEVICE_MS = 5 * 60_000

/** What the actor's browser needs so that their passkey signs exactly this text. Throws `forbidden` for who is not on the list. */
export function approvalOptions(
  { actor }: Pick<ServiceContext, 'actor'>,
  { roster }: KeptRoster,
  text: string,
): PublicKeyCredentialRequestOptionsJSON {
  const mine = roster.members.filter(({ person }) => actor.kind === 'user' && person === `user:${actor.id}`)
  if (mine.length === 0)
    throw new ServiceError('forbidden', 'You are not on the list of approvers that agents know.', { reason: 'not_an_approver' })
  return {
    challenge: approvalChallenge(text),
    rpId: roster.site.id,
    allowCredentials: mine.map(({ credentialId }) => ({ id: credentialId, type: 'public-key' })),
    userVerification: 'required',
    timeout: AT_THE_DEVICE_MS,
  }
}
