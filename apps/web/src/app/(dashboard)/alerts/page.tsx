import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { AlertsPage } from '../../../features/alerts/index.ts'
import { HubProvider } from '../../../features/live/index.ts'
import { getRuntime } from '../../../server/context.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('alerts'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/alerts'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.alerts.list.queryOptions({ state: 'open', rule: null, severity: null }))
  return (
    <HubProvider port={getRuntime().settings.hubPort}>
      <Hydrate>
        <AlertsPage
          mayAcknowledge={person !== null && mayDoWithin(person.access, 'alerts.acknowledge')}
          mayChange={person !== null && mayDoWithin(person.access, 'alerts.change')}
        />
      </Hydrate>
    </HubProvider>
  )
}
