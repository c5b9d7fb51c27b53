import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../components/nothing-here/not-for-you.tsx'
import { MappingsPage } from '../../../../../features/funds/mappings/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../../trpc/server.tsx'
import { mayOpen } from '../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('fundsMappings'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/funds/files/mappings'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.fundsMappings.list.queryOptions())
  return (
    <Hydrate>
      <MappingsPage mayChange={person !== null && mayDoWithin(person.access, 'funds.configure')} />
    </Hydrate>
  )
}
