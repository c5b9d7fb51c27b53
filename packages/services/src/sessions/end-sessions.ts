import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'

export interface EndedSessions {
  readonly userId: string
  /** This one alone, or all but this one; without either all of them. */
  readonly only?: string
  readonly allBut?: string
  /** A stable word: by_person, password_changed, account_disabled … */
  readonly why: string
}

/** Ends sessions of one person, within the transaction of `client`, and records each. Their live pages close at once. Returns the ids. */
export async function endSessions(
  ctx: Pick<ServiceContext, 'actor' | 'origin' | 'now' | 'newId'>,
  client: Pick<pg.Pool, 'query'>,
  { userId, only, allBut, why }: EndedSessions,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `delete from session where user_id = $1 and ($2::text is null or id = $2) and ($3::text is null or id <> $3) returning id`,
    [userId, only ?? null, allBut ?? null],
  )
  for (const { id } of rows) {
    await recordAct(ctx, client, { action: 'session.ended', target: { type: 'session', id }, reason: why, after: { userId } })
    await notifyChange(client, { entity: 'session', id })
  }
  return rows.map(({ id }) => id)
}
