import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { parseScope } from '../../../components/scope/scope.ts'
import { HubProvider } from '../../../features/live/index.ts'
import { StoresPage } from '../../../features/stores/index.ts'
import { getRuntime } from '../../../server/context.ts'
import { api, getQueryClient, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('stores'))('title') }
}

export default async function Page({ searchParams }: { searchParams: Promise<{ scope?: string }> }) {
  if (!(await mayOpen('/stores'))) return <NotForYou />
  const scope = parseScope((await searchParams).scope)
  const queries = getQueryClient()
  await Promise.all([
    queries.prefetchQuery(api.live.snapshot.queryOptions({ scope, after: 0 })),
    queries.prefetchQuery(api.stores.list.queryOptions({ scope })),
    queries.prefetchQuery(api.live.rates.queryOptions()),
    queries.prefetchQuery(api.stores.scopes.queryOptions()),
  ])
  return (
    <HubProvider port={getRuntime().settings.hubPort}>
      <Hydrate>
        <StoresPage />
      </Hydrate>
    </HubProvider>
  )
}
