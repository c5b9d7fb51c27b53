import { changePeople, type PeopleClient, type PeopleContext } from './change-people.ts'
import { closeAccount } from './close-account.ts'
import { findOtherPerson } from './find-person-row.ts'
import { keepOneAdministrator } from './last-administrator.ts'
import type { PersonInput } from './person-input.ts'

/** Shuts somebody out at once, until they are enabled again. Doing it twice changes nothing. `conflict` for the last administrator. */
export async function disablePerson(ctx: PeopleContext, input: PersonInput): Promise<void> {
  await changePeople(ctx, (client) => disablePersonWithin(ctx, client, input))
}

/** The same as a part of another change of who may do what. */
export async function disablePersonWithin(ctx: PeopleContext, client: PeopleClient, { id }: PersonInput): Promise<void> {
  const person = await findOtherPerson(ctx, client, id)
  if (person.state === 'disabled') return
  await keepOneAdministrator(client, id)
  await closeAccount(ctx, client, person, 'by_person')
}
