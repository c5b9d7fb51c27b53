import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { GroupPage } from '../../../../features/command-groups/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

const GROUP_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('commandGroups'))('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/commands/[id]'))) return <NotForYou />
  const { id: groupId } = await params
  if (!GROUP_ID.test(groupId)) notFound()
  const { person } = await getRequestContext()
  const may = (what: 'commands.ask' | 'commands.approve') => person !== null && mayDoWithin(person.access, what)
  await getQueryClient().prefetchQuery(api.stores.scopes.queryOptions())
  await getQueryClient().prefetchQuery(api.commandGroups.get.queryOptions({ groupId }))
  return (
    <Hydrate>
      <GroupPage groupId={groupId} mayStop={may('commands.ask')} mayApprove={may('commands.approve')} />
    </Hydrate>
  )
}
