import { mayDoWithin, type Permission } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { DevicePage } from '../../../../features/devices/index.ts'
import { HubProvider } from '../../../../features/live/index.ts'
import { getRuntime } from '../../../../server/context.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('devices'))('detail.title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/devices/[id]'))) return <NotForYou />
  const { person } = await getRequestContext()
  const { id: text } = await params
  // What is no number is no device: the page says so.
  const id = /^\d{1,9}$/.test(text) ? Number(text) : 0
  await getQueryClient().prefetchQuery(api.devices.get.queryOptions({ id }))
  const may = (what: Permission) => person !== null && mayDoWithin(person.access, what)
  return (
    <HubProvider port={getRuntime().settings.hubPort}>
      <Hydrate>
        <DevicePage
          id={id}
          mayChange={may('devices.change')}
          mayHold={may('devices.hold')}
          maySend={may('commands.disturb')}
          seesInspections={may('inspections.read')}
          inspectorId={may('inspections.do') ? (person?.id ?? null) : null}
        />
      </Hydrate>
    </HubProvider>
  )
}
