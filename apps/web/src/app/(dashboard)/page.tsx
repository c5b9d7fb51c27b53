import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../components/nothing-here/not-for-you.tsx'
import { parseScope } from '../../components/scope/scope.ts'
import { HubProvider, LivePage, parseAsOf } from '../../features/live/index.ts'
import { getRuntime } from '../../server/context.ts'
import { api, getQueryClient, Hydrate } from '../../trpc/server.tsx'
import { mayOpen } from './may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('live'))('title') }
}

export default async function Page({ searchParams }: { searchParams: Promise<{ scope?: string; at?: string }> }) {
  if (!(await mayOpen('/'))) return <NotForYou />
  const { scope: scopeText, at } = await searchParams
  const scope = parseScope(scopeText)
  const asOfMs = parseAsOf(at)
  const queries = getQueryClient()
  await Promise.all([
    ...(asOfMs === null
      ? [
          queries.prefetchQuery(api.live.snapshot.queryOptions({ scope, after: 0 })),
          queries.prefetchQuery(api.live.comparison.queryOptions({ scope })),
          queries.prefetchQuery(api.live.rates.queryOptions()),
        ]
      : []),
    queries.prefetchQuery(api.stores.scopes.queryOptions()),
  ])
  return (
    <HubProvider port={getRuntime().settings.hubPort}>
      <Hydrate>
        <LivePage />
      </Hydrate>
    </HubProvider>
  )
}
