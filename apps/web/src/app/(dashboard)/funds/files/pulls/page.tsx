import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../components/nothing-here/not-for-you.tsx'
import { PullsPage } from '../../../../../features/funds/pulls/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../../trpc/server.tsx'
import { mayOpen } from '../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('fundsPulls'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/funds/files/pulls'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.fundsPulls.list.queryOptions())
  return (
    <Hydrate>
      <PullsPage mayChange={person !== null && mayDoWithin(person.access, 'funds.configure')} />
    </Hydrate>
  )
}
