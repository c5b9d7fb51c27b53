import type { ServiceContext } from '@counterfoil/services'
import { dueAccessReview, openAccessReview } from '@counterfoil/services/access-reviews'
import type { Reach } from '@counterfoil/services/permissions'
import { claimPairing, openPairing, pairScreen, revokeScreen, screenCookieNames } from '@counterfoil/services/screens'
import { createToken } from '@counterfoil/services/tokens'
import type { StackDatabase } from './open-database.ts'

type Services = StackDatabase['services']

/** An administrator of the whole chain, whoever the account is now. */
const administrator = (services: Services, userId: string): ServiceContext => ({
  ...services,
  actor: { kind: 'user', id: userId, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] },
})

/** The access review that is open, or one opened now: there is one at a time. */
export async function openReview(services: Services, userId: string): Promise<string> {
  const { openId } = await dueAccessReview(services)
  return openId ?? (await openAccessReview(administrator(services, userId))).id
}

/** A token for the whole chain. */
export async function giveToken(services: Services, userId: string): Promise<string> {
  const given = { name: 'Walked', reach: { kind: 'chain' }, days: 1 } as const
  return (await createToken(administrator(services, userId), given)).token
}

/** A screen of this reach, with the cookie it has got, until it is cut off. */
export async function letScreenIn(services: Services, userId: string, reach: Reach) {
  const owner = administrator(services, userId)
  const { code, claim } = await openPairing(services, null)
  const { id } = await pairScreen(owner, { code, name: 'Walked', reach })
  const claimed = await claimPairing(services, claim)
  return {
    cookie: `${screenCookieNames.plain}=${claimed.state === 'paired' ? claimed.secret : ''}`,
    revoke: () => revokeScreen(owner, { id }),
  }
}
