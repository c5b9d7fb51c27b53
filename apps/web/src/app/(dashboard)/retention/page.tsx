import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { RetentionPage } from '../../../features/retention/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('retention'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/retention'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.retention.report.queryOptions({}))
  return (
    <Hydrate>
      <RetentionPage mayChange={person !== null && mayDoWithin(person.access, 'retention.change')} />
    </Hydrate>
  )
}
