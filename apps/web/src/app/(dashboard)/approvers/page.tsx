import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { ApproversPage } from '../../../features/approvers/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('approvers'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/approvers'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.approvers.get.queryOptions())
  return (
    <Hydrate>
      <ApproversPage mayChange={person !== null && mayDoWithin(person.access, 'approvers.change')} />
    </Hydrate>
  )
}
