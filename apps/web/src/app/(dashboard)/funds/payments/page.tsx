import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { FundsPaymentsPage } from '../../../../features/funds/index.ts'
import { Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('funds.payments'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/funds/payments'))) return <NotForYou />
  return (
    <Hydrate>
      <FundsPaymentsPage />
    </Hydrate>
  )
}
