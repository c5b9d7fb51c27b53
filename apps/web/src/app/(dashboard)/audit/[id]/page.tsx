import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { EntryPage } from '../../../../features/audit/index.ts'
import { getRequestContext } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('entryTitle') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/audit/[id]'))) return <NotForYou />
  const { id } = await params
  const { person } = await getRequestContext()
  return <EntryPage id={id} mayErase={person !== null && mayDoWithin(person.access, 'audit.change')} />
}
