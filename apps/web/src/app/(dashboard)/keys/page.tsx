import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { KeysPage } from '../../../features/keys/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('keys'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/keys'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.keys.inventory.queryOptions())
  return (
    <Hydrate>
      <KeysPage maySign={person !== null && mayDoWithin(person.access, 'reviews.sign')} />
    </Hydrate>
  )
}
