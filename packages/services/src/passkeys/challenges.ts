import { randomBytes } from 'node:crypto'
import type { ServiceContext } from '../context.ts'

/** PCI DSS 8.5.1: what is signed cannot be shown a second time, nor later. */
export const CHALLENGE_MS = 5 * 60_000
/** Of one session: a second tab may ask beside the first. */
const MOST_OPEN = 5

export type ChallengePurpose = 'sign_in' | 'factor' | 'enrolment'

export interface Challenge {
  readonly id: string
  readonly challenge: string
}

/** A new challenge for this session, or for somebody who is to sign in, whose browser keeps the id. */
export async function createChallenge(
  ctx: Pick<ServiceContext, 'pool' | 'now' | 'newId'>,
  purpose: ChallengePurpose,
  sessionId: string | null,
): Promise<Challenge> {
  const id = ctx.newId()
  const challenge = randomBytes(32).toString('base64url')
  const now = ctx.now()
  await ctx.pool.query(
    `delete from passkey_challenge where expires_at <= $1 or id in (
       select id from passkey_challenge where session_id = $2 order by expires_at desc offset ${MOST_OPEN - 1})`,
    [now, sessionId],
  )
  await ctx.pool.query(
    'insert into passkey_challenge (id, challenge, purpose, session_id, expires_at) values ($1, $2, $3, $4, $5)',
    [id, challenge, purpose, sessionId, new Date(now.getTime() + CHALLENGE_MS)],
  )
  return { id, challenge }
}

/** Who answers: a person's session, or the browser that keeps the id of a challenge for signing in. */
export type Answering = { readonly sessionId: string; readonly userId: string } | { readonly challengeId: string }

/** Takes the challenge, so that nobody can answer it again: false if there is none of this purpose for whoever answers. */
export async function takeChallenge(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  purpose: ChallengePurpose,
  challenge: string,
  answering: Answering,
): Promise<boolean> {
  const [column, key] =
    'sessionId' in answering ? ['session_id', answering.sessionId] : (['id::text', answering.challengeId] as const)
  const { rowCount } = await ctx.pool.query(
    `delete from passkey_challenge where purpose = $1 and challenge = $2 and ${column} = $3 and expires_at > $4`,
    [purpose, challenge, key, ctx.now()],
  )
  return rowCount === 1
}
