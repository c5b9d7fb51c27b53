import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { FeesPage } from '../../../../features/funds/index.ts'
import { Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('funds.fees'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/funds/fees'))) return <NotForYou />
  return (
    <Hydrate>
      <FeesPage />
    </Hydrate>
  )
}
