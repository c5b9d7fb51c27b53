import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../../components/nothing-here/not-for-you.tsx'
import { MappingEditor, toNumber } from '../../../../../../features/funds/mappings/index.ts'
import { getRequestContext, Hydrate } from '../../../../../../trpc/server.tsx'
import { mayOpen } from '../../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('fundsMappings'))('new') }
}

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  if (!(await mayOpen('/funds/files/mappings/new'))) return <NotForYou />
  const { person } = await getRequestContext()
  const file = toNumber((await searchParams).file)
  return (
    <Hydrate>
      <MappingEditor
        key={file}
        saved={null}
        fileId={file}
        mayBring={person !== null && mayDoWithin(person.access, 'funds.deliver')}
        mayReread={person !== null && mayDoWithin(person.access, 'funds.import')}
      />
    </Hydrate>
  )
}
