import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { AccountPage } from '../../../features/account/index.ts'
import { api, getQueryClient, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/account'))) return <NotForYou />
  const queries = getQueryClient()
  await Promise.all([
    queries.prefetchQuery(api.account.get.queryOptions()),
    queries.prefetchQuery(api.stores.scopes.queryOptions()),
  ])
  return (
    <Hydrate>
      <AccountPage />
    </Hydrate>
  )
}
