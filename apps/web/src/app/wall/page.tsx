import { findInstallation } from '@counterfoil/services/installation'
import { mayDo } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { parseScope } from '../../components/scope/scope.ts'
import { HubProvider } from '../../features/live/index.ts'
import { PairingPage, WallPage } from '../../features/wall/index.ts'
import { getRuntime } from '../../server/context.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../trpc/server.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('wall'))('title') }
}

/** For a screen that was let in, and for people as their own; to everybody else it shows a code. */
export default async function Page({ searchParams }: { searchParams: Promise<{ scope?: string }> }) {
  const { asker } = await getRequestContext()
  const { settings } = getRuntime()
  const screensAddress = `${settings.publicOrigin}/screens`
  if (asker === null) return <PairingPage screensAddress={screensAddress} />
  if (asker.kind === 'person' && !asker.bothFactors) redirect('/enrol')
  // Every role that can ask may watch today; one that may not is told so by its own pages.
  if (!mayDo(asker.access.role, 'live.read')) redirect('/')
  const scope = parseScope((await searchParams).scope)
  const queries = getQueryClient()
  await Promise.all([
    queries.prefetchQuery(api.live.snapshot.queryOptions({ scope, after: 0 })),
    queries.prefetchQuery(api.live.comparison.queryOptions({ scope })),
    queries.prefetchQuery(api.live.rates.queryOptions()),
  ])
  const installation = await findInstallation(getRuntime().systemServices('wall'))
  const viewer = { kind: asker.kind === 'person' ? 'person' : 'screen', name: asker.name } as const
  return (
    <HubProvider port={settings.hubPort}>
      <Hydrate>
        <WallPage viewer={viewer} chainName={installation?.name ?? null} screensAddress={screensAddress} />
      </Hydrate>
    </HubProvider>
  )
}
