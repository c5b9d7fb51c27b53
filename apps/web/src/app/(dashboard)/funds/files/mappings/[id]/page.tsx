import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../../components/nothing-here/not-for-you.tsx'
import { EditMappingPage, toNumber } from '../../../../../../features/funds/mappings/index.ts'
import { getRequestContext, Hydrate } from '../../../../../../trpc/server.tsx'
import { mayOpen } from '../../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('fundsMappings'))('title') }
}

interface PageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ params, searchParams }: PageProps) {
  if (!(await mayOpen('/funds/files/mappings/[id]'))) return <NotForYou />
  const { id } = await params
  const { file, version } = await searchParams
  const { person } = await getRequestContext()
  return (
    <Hydrate>
      <EditMappingPage
        id={decodeURIComponent(id)}
        version={toNumber(version)}
        fileId={toNumber(file)}
        mayBring={person !== null && mayDoWithin(person.access, 'funds.deliver')}
        mayReread={person !== null && mayDoWithin(person.access, 'funds.import')}
      />
    </Hydrate>
  )
}
