import { mayDo } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { AgentPage, askableKinds } from '../../../../features/commands/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('commands'))('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/agents/[id]'))) return <NotForYou />
  const { id } = await params
  if (!/^\d{1,9}$/.test(id)) notFound()
  const agentId = Number(id)
  const { person } = await getRequestContext()
  const role = person?.access.role
  await getQueryClient().prefetchQuery(api.configurations.list.queryOptions({ agentId }))
  await getQueryClient().prefetchQuery(api.commands.list.queryOptions({ agentId }))
  return (
    <Hydrate>
      <AgentPage
        agentId={agentId}
        mayAsk={role !== undefined && mayDo(role, 'commands.ask')}
        kinds={askableKinds}
        mayPropose={role !== undefined && mayDo(role, 'commands.propose')}
        mayDisturb={role !== undefined && mayDo(role, 'commands.disturb')}
      />
    </Hydrate>
  )
}
