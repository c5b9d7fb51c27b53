import { changePeople, type PeopleContext } from './change-people.ts'
import { closeAccount } from './close-account.ts'
import { findOtherPerson } from './find-person-row.ts'
import { keepOneAdministrator } from './last-administrator.ts'
import type { PersonInput } from './person-input.ts'

/** Shuts somebody out at once, until they are enabled again. Doing it twice changes nothing. `conflict` for the last administrator. */
export async function disablePerson(ctx: PeopleContext, { id }: PersonInput): Promise<void> {
  await changePeople(ctx, async (client) => {
    const person = await findOtherPerson(ctx, client, id)
    if (person.state === 'disabled') return
    await keepOneAdministrator(client, id)
    await closeAccount(ctx, client, person, 'by_person')
  })
}
