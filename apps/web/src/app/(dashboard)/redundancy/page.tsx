import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { parseScope, scopeParameter } from '../../../components/scope/scope.ts'
import { parseRedundancyChoice, RedundancyListPage } from '../../../features/redundancy/index.ts'
import { api, getQueryClient, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('redundancy'))('title') }
}

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  if (!(await mayOpen('/redundancy'))) return <NotForYou />
  const asked = await searchParams
  const read = (name: string) => {
    const value = asked[name]
    return typeof value === 'string' ? value : null
  }
  const input = { scope: parseScope(read(scopeParameter)), ...parseRedundancyChoice(read) }
  await getQueryClient().prefetchQuery(api.redundancy.list.queryOptions(input))
  return (
    <Hydrate>
      <RedundancyListPage />
    </Hydrate>
  )
}
