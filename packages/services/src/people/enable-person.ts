import { notifyChange } from '@counterfoil/db/connections'
import { recordAct } from '../audit/record-act.ts'
import { changePeople, type PeopleContext } from './change-people.ts'
import { findOtherPerson } from './find-person-row.ts'
import type { PersonInput } from './person-input.ts'

/** Lets somebody in again, with the password, factors, role and reach they had. Doing it twice changes nothing. */
export async function enablePerson(ctx: PeopleContext, { id }: PersonInput): Promise<void> {
  await changePeople(ctx, async (client) => {
    const person = await findOtherPerson(ctx, client, id)
    if (person.state === 'active') return
    const { rows } = await client.query<{ because: string | null }>(
      `update "user" u set state = 'active', disabled_at = null, disabled_reason = null, enabled_at = $2, updated_at = $2
       from "user" before where u.id = $1 and before.id = u.id returning before.disabled_reason as because`,
      [id, ctx.now()],
    )
    await recordAct(ctx, client, {
      action: 'person.enabled',
      target: { type: 'person', id },
      before: { state: 'disabled', because: rows[0]?.because ?? null },
      after: { state: 'active' },
      personal: { email: person.email },
    })
    await notifyChange(client, { entity: 'user', id })
  })
}
