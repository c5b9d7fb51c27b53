import { mayDo } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { TokensPage } from '../../../features/tokens/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tokens'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/tokens'))) return <NotForYou />
  const { asker } = await getRequestContext()
  const queries = getQueryClient()
  await Promise.all([
    queries.prefetchQuery(api.tokens.list.queryOptions()),
    queries.prefetchQuery(api.stores.scopes.queryOptions()),
  ])
  return (
    <Hydrate>
      <TokensPage mayChange={asker !== null && mayDo(asker.access.role, 'tokens.change')} />
    </Hydrate>
  )
}
