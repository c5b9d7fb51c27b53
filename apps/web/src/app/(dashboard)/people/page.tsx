import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { PeoplePage } from '../../../features/people/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/people'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.people.invitations.queryOptions())
  return (
    <Hydrate>
      <PeoplePage ownId={person?.id ?? ''} mayChange={person !== null && mayDoWithin(person.access, 'people.change')} />
    </Hydrate>
  )
}
