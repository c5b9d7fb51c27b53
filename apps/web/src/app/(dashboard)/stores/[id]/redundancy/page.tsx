import { mayDo, type Permission } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../components/nothing-here/not-for-you.tsx'
import { RedundancyPage } from '../../../../../features/redundancy/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../../trpc/server.tsx'
import { mayOpen } from '../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('redundancy'))('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/stores/[id]/redundancy'))) return <NotForYou />
  const { id } = await params
  if (!/^\d{1,9}$/.test(id)) notFound()
  const storeId = Number(id)
  const { person } = await getRequestContext()
  const may = (what: Permission) => person !== null && mayDo(person.access.role, what)
  await getQueryClient().prefetchQuery(api.redundancy.get.queryOptions({ storeId }))
  return (
    <Hydrate>
      <RedundancyPage storeId={storeId} may={{ drill: may('redundancy.drill'), disturb: may('commands.disturb') }} />
    </Hydrate>
  )
}
