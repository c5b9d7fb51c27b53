import { mayDo } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { CardAlarmsPage } from '../../../features/card-alarms/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cardAlarms'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/card-alarms'))) return <NotForYou />
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.cardAlarms.list.queryOptions({}))
  return (
    <Hydrate>
      <CardAlarmsPage
        mayHandle={person !== null && mayDo(person.access.role, 'card_alarms.handle')}
        personId={person?.id ?? ''}
      />
    </Hydrate>
  )
}
