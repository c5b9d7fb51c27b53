import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PaymentsPage } from '../../../features/payments/index.ts'
import { api, getQueryClient, Hydrate } from '../../../trpc/server.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payments'))('title') }
}

export default async function Page() {
  await getQueryClient().prefetchQuery(api.stores.scopes.queryOptions())
  return (
    <Hydrate>
      <PaymentsPage />
    </Hydrate>
  )
}
