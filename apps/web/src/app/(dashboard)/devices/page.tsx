import { mayDoWithin, type Permission } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { parseScope, scopeParameter } from '../../../components/scope/scope.ts'
import { DevicesPage } from '../../../features/devices/index.ts'
import { HubProvider } from '../../../features/live/index.ts'
import { getRuntime } from '../../../server/context.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { askableOfMany } from '../commands/askable-of-many.ts'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('devices'))('title') }
}

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  if (!(await mayOpen('/devices'))) return <NotForYou />
  const { person } = await getRequestContext()
  const may = (what: Permission) => person !== null && mayDoWithin(person.access, what)
  const asked = (await searchParams)[scopeParameter]
  const scope = parseScope(typeof asked === 'string' ? asked : null)
  await getQueryClient().prefetchQuery(api.devices.counts.queryOptions({ scope }))
  return (
    <HubProvider port={getRuntime().settings.hubPort}>
      <Hydrate>
        <DevicesPage
          mayChange={may('devices.change')}
          mayHold={may('devices.hold')}
          maySend={may('commands.disturb')}
          mayFirmware={may('devices.firmware')}
          askable={person === null ? [] : askableOfMany(person.access)}
        />
      </Hydrate>
    </HubProvider>
  )
}
