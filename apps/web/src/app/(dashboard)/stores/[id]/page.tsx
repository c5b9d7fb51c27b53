import { mayDo } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { HubProvider } from '../../../../features/live/index.ts'
import { StorePage } from '../../../../features/stores/index.ts'
import { getRuntime } from '../../../../server/context.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('stores'))('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/stores/[id]'))) return <NotForYou />
  const { id } = await params
  if (!/^\d{1,9}$/.test(id)) notFound()
  const storeId = Number(id)
  const { person } = await getRequestContext()
  const queries = getQueryClient()
  await Promise.all([
    queries.prefetchQuery(api.stores.get.queryOptions({ storeId })),
    queries.prefetchQuery(api.live.snapshot.queryOptions({ scope: { kind: 'store', storeId }, after: 0 })),
    queries.prefetchQuery(api.stores.scopes.queryOptions()),
  ])
  return (
    <HubProvider port={getRuntime().settings.hubPort}>
      <Hydrate>
        <StorePage
          storeId={storeId}
          maySeeCommissioning={person !== null && mayDo(person.access.role, 'commissioning.read')}
          maySeeRedundancy={person !== null && mayDo(person.access.role, 'redundancy.read')}
        />
      </Hydrate>
    </HubProvider>
  )
}
