import { mayDo } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { PaymentPage } from '../../../../features/payments/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../trpc/server.tsx'
import { mayLinkFunds } from '../../may-link.ts'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payments'))('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/payments/[id]'))) return <NotForYou />
  const { id } = await params
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.payments.get.queryOptions({ id }))
  return (
    <Hydrate>
      <PaymentPage
        id={id}
        mayReadFirstSix={person !== null && mayDo(person.access.role, 'cards.first_six')}
        mayLink={await mayLinkFunds()}
        mayReadFunds={person !== null && mayDo(person.access.role, 'funds.read') && person.access.reach.kind === 'chain'}
      />
    </Hydrate>
  )
}
