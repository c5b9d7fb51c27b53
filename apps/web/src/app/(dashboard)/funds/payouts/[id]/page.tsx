import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../components/nothing-here/not-for-you.tsx'
import { PayoutPage } from '../../../../../features/funds/index.ts'
import { Hydrate } from '../../../../../trpc/server.tsx'
import { mayLinkFunds } from '../../../may-link.ts'
import { mayOpen } from '../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('funds.payout'))('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/funds/payouts/[id]'))) return <NotForYou />
  const { id } = await params
  if (!/^\d{1,18}$/.test(id)) notFound()
  return (
    <Hydrate>
      <PayoutPage id={id} mayLink={await mayLinkFunds()} />
    </Hydrate>
  )
}
