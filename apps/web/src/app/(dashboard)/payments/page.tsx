import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { PaymentsPage } from '../../../features/payments/index.ts'
import { api, getQueryClient, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payments'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/payments'))) return <NotForYou />
  await getQueryClient().prefetchQuery(api.stores.scopes.queryOptions())
  return (
    <Hydrate>
      <PaymentsPage />
    </Hydrate>
  )
}
