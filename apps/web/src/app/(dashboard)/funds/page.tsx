import { mayDo, type Permission } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { parseScope } from '../../../components/scope/scope.ts'
import { FundsPage } from '../../../features/funds/index.ts'
import { HubProvider } from '../../../features/live/index.ts'
import { getRuntime } from '../../../server/context.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayLinkFunds } from '../may-link.ts'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('funds'))('title') }
}

export default async function Page({ searchParams }: { searchParams: Promise<{ scope?: string }> }) {
  if (!(await mayOpen('/funds'))) return <NotForYou />
  const { person } = await getRequestContext()
  const may = (permission: Permission) => person !== null && mayDo(person.access.role, permission)
  const scope = parseScope((await searchParams).scope)
  const queries = getQueryClient()
  await Promise.all([
    queries.prefetchQuery(api.funds.board.queryOptions({ scope })),
    queries.prefetchQuery(api.funds.rates.queryOptions()),
    queries.prefetchQuery(api.funds.exceptions.queryOptions({ view: 'waiting', limit: 50 })),
    queries.prefetchQuery(api.stores.scopes.queryOptions()),
  ])
  return (
    <HubProvider port={getRuntime().settings.hubPort}>
      <Hydrate>
        <FundsPage
          mayHandle={may('funds.handle')}
          mayLink={await mayLinkFunds()}
          mayLimit={may('funds.limit') && person?.access.reach.kind === 'chain'}
          wholeChain={person?.access.reach.kind === 'chain'}
          personId={person?.id ?? ''}
        />
      </Hydrate>
    </HubProvider>
  )
}
