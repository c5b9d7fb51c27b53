import { mayDoWithin, type Permission } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { parseScope, scopeParameter } from '../../../components/scope/scope.ts'
import { InspectionsPage } from '../../../features/inspections/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('inspections'))('title') }
}

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  if (!(await mayOpen('/inspections'))) return <NotForYou />
  const asked = (await searchParams)[scopeParameter]
  const scope = parseScope(typeof asked === 'string' ? asked : null)
  const { person } = await getRequestContext()
  const may = (what: Permission) => person !== null && mayDoWithin(person.access, what)
  await getQueryClient().prefetchQuery(api.inspections.tasks.queryOptions({ scope }))
  return (
    <Hydrate>
      <InspectionsPage inspectorId={may('inspections.do') ? (person?.id ?? null) : null} mayChange={may('inspections.change')} />
    </Hydrate>
  )
}
