import { notifyChange } from '@counterfoil/db/connections'
import { endSessions } from '../sessions/end-sessions.ts'
import { changePeople, type PeopleContext } from './change-people.ts'
import { findOtherPerson } from './find-person-row.ts'
import type { PersonInput } from './person-input.ts'

/** Signs somebody out everywhere. Returns how many sessions that were; each is recorded. */
export async function endPersonSessions(ctx: PeopleContext, { id }: PersonInput): Promise<{ readonly ended: number }> {
  return changePeople(ctx, async (client) => {
    await findOtherPerson(ctx, client, id)
    const ended = await endSessions(ctx, client, { userId: id, why: 'by_administrator' })
    await notifyChange(client, { entity: 'user', id })
    return { ended: ended.length }
  })
}
