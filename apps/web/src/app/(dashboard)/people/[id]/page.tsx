import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { PersonPage } from '../../../../features/people/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('detail.title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/people/[id]'))) return <NotForYou />
  const { id } = await params
  const { person } = await getRequestContext()
  const queries = getQueryClient()
  await Promise.all([
    queries.prefetchQuery(api.people.get.queryOptions({ id })),
    queries.prefetchQuery(api.stores.scopes.queryOptions()),
  ])
  return (
    <Hydrate>
      <PersonPage id={id} ownId={person?.id ?? ''} mayChange={person !== null && mayDoWithin(person.access, 'people.change')} />
    </Hydrate>
  )
}
