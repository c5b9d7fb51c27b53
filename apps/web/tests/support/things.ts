import { randomUUID } from 'node:crypto'
import type { ServiceContext } from '@counterfoil/services'
import { type Reach, wholeChain } from '@counterfoil/services/permissions'
import { claimPairing, openPairing, pairScreen, screenCookieNames } from '@counterfoil/services/screens'
import { createToken } from '@counterfoil/services/tokens'

/** Real tokens and real screens, made by an administrator as the dashboard's pages do it. */
export interface ThingMaker {
  readonly ownerId: string
  /** What goes behind `Bearer`. */
  token(reach?: Reach, days?: number): Promise<{ readonly id: string; readonly token: string }>
  /** The Cookie header of a screen that was let in. */
  screen(reach?: Reach): Promise<{ readonly id: string; readonly cookie: string }>
  readonly owner: ServiceContext
}

export async function openThingMaker(base: Pick<ServiceContext, 'db' | 'pool' | 'now' | 'newId'>): Promise<ThingMaker> {
  const ownerId = randomUUID()
  await base.pool.query(`insert into "user" (id, name, email, role) values ($1, 'Tom Keller', $2, 'administrator')`, [
    ownerId,
    `${ownerId}@test.invalid`,
  ])
  const owner: ServiceContext = {
    ...base,
    actor: { kind: 'user', id: ownerId, sessionId: 's', reach: wholeChain, factors: ['password', 'totp'] },
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    ownerId,
    owner,
    token: (reach = wholeChain, days = 90) => createToken(owner, { name: 'ERP', reach, days }),
    screen(reach = wholeChain) {
      // One after the other: codes typed at the same moment count as guesses until each was found right.
      const made = last.then(() => pairOne(owner, reach))
      last = made.catch(() => {})
      return made
    },
  }
}

async function pairOne(owner: ServiceContext, reach: Reach): Promise<{ id: string; cookie: string }> {
  // Many screens are let in by a test; one address would soon have asked for too many codes.
  const waiting: ServiceContext = { ...owner, actor: { kind: 'system', name: 'test' }, origin: { address: randomUUID() } }
  const { code, claim } = await openPairing(waiting, null)
  const { id } = await pairScreen(owner, { code, name: 'OPS-02', reach })
  const claimed = await claimPairing(waiting, claim)
  if (claimed.state !== 'paired') throw new Error(`the screen was told: ${claimed.state}`)
  return { id, cookie: `${screenCookieNames.plain}=${claimed.secret}` }
}
