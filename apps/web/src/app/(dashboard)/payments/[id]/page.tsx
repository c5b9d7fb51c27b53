import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PaymentPage } from '../../../../features/payments/index.ts'
import { api, getQueryClient, Hydrate } from '../../../../trpc/server.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payments'))('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  await getQueryClient().prefetchQuery(api.payments.get.queryOptions({ id }))
  return (
    <Hydrate>
      <PaymentPage id={id} />
    </Hydrate>
  )
}
