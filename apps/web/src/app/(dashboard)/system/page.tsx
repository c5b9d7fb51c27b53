import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { SystemPage } from '../../../features/system/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('system'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/system'))) return <NotForYou />
  const { person } = await getRequestContext()
  await Promise.all([
    getQueryClient().prefetchQuery(api.system.state.queryOptions()),
    getQueryClient().prefetchQuery(api.system.forecast.queryOptions()),
  ])
  return (
    <Hydrate>
      <SystemPage mayHandle={person !== null && mayDoWithin(person.access, 'system.handle')} />
    </Hydrate>
  )
}
