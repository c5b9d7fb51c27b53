import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../components/nothing-here/not-for-you.tsx'
import { FilePage } from '../../../../../features/funds/files/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../../trpc/server.tsx'
import { mayOpen } from '../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('fundsFiles'))('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/funds/files/[id]'))) return <NotForYou />
  const { id } = await params
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound()
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.fundsFiles.get.queryOptions({ id: Number(id) }))
  return (
    <Hydrate>
      <FilePage
        id={Number(id)}
        mayImport={person !== null && mayDoWithin(person.access, 'funds.import')}
        mayConfigure={person !== null && mayDoWithin(person.access, 'funds.configure')}
      />
    </Hydrate>
  )
}
