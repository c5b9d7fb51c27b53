import { mayDo, type Permission } from '@counterfoil/services/permissions'
import { terminalProtocols } from '@counterfoil/terminals/registry'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../components/nothing-here/not-for-you.tsx'
import { askableKinds } from '../../../../../features/commands/index.ts'
import { CommissioningPage } from '../../../../../features/commissioning/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../../trpc/server.tsx'
import { mayOpen } from '../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('commissioning'))('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/stores/[id]/commissioning'))) return <NotForYou />
  const { id } = await params
  if (!/^\d{1,9}$/.test(id)) notFound()
  const storeId = Number(id)
  const { person } = await getRequestContext()
  const may = (what: Permission) => person !== null && mayDo(person.access.role, what)
  await getQueryClient().prefetchQuery(api.commissioning.get.queryOptions({ storeId }))
  return (
    <Hydrate>
      <CommissioningPage
        storeId={storeId}
        protocols={terminalProtocols.map((protocol) => protocol.id)}
        kinds={askableKinds}
        may={{
          change: may('commissioning.change'),
          approve: may('commissioning.approve'),
          ask: may('commands.ask'),
          disturb: may('commands.disturb'),
        }}
      />
    </Hydrate>
  )
}
