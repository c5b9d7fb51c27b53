import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { FilesPage } from '../../../../features/funds/files/index.ts'
import { getRequestContext, Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('fundsFiles'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/funds/files'))) return <NotForYou />
  const { person } = await getRequestContext()
  return (
    <Hydrate>
      <FilesPage
        mayBring={person !== null && mayDoWithin(person.access, 'funds.deliver')}
        mayProve={person !== null && mayDoWithin(person.access, 'funds.prove')}
      />
    </Hydrate>
  )
}
