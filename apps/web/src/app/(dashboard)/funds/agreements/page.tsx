import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { AgreementsPage } from '../../../../features/funds/index.ts'
import { Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('funds.agreements'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/funds/agreements'))) return <NotForYou />
  return (
    <Hydrate>
      <AgreementsPage />
    </Hydrate>
  )
}
