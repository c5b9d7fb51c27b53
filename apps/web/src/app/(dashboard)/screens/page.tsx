import { mayDo } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { ScreensPage } from '../../../features/screens/index.ts'
import { getRuntime } from '../../../server/context.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('screens'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/screens'))) return <NotForYou />
  const { asker } = await getRequestContext()
  const queries = getQueryClient()
  await Promise.all([
    queries.prefetchQuery(api.screens.list.queryOptions()),
    queries.prefetchQuery(api.stores.scopes.queryOptions()),
  ])
  return (
    <Hydrate>
      <ScreensPage
        mayChange={asker !== null && mayDo(asker.access.role, 'screens.change')}
        wallAddress={`${getRuntime().settings.publicOrigin}/wall`}
      />
    </Hydrate>
  )
}
