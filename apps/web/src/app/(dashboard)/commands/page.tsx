import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { GroupsPage } from '../../../features/command-groups/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'
import { askableOfMany } from './askable-of-many.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('commandGroups'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/commands'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.stores.scopes.queryOptions())
  await getQueryClient().prefetchQuery(api.commandGroups.list.queryOptions())
  return (
    <Hydrate>
      <GroupsPage kinds={person === null ? [] : askableOfMany(person.access)} />
    </Hydrate>
  )
}
