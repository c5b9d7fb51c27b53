import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { parseScope, scopeParameter } from '../../../components/scope/scope.ts'
import { CommissioningsPage } from '../../../features/commissioning/index.ts'
import { api, getQueryClient, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('commissioning'))('title') }
}

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  if (!(await mayOpen('/commissioning'))) return <NotForYou />
  const asked = (await searchParams)[scopeParameter]
  const scope = parseScope(typeof asked === 'string' ? asked : null)
  await getQueryClient().prefetchQuery(api.commissioning.list.queryOptions({ scope }))
  return (
    <Hydrate>
      <CommissioningsPage />
    </Hydrate>
  )
}
