import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { UpdatesPage } from '../../../features/updates/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('updates'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/updates'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.updates.get.queryOptions())
  return (
    <Hydrate>
      <UpdatesPage mayChange={person !== null && mayDoWithin(person.access, 'updates.change')} />
    </Hydrate>
  )
}
