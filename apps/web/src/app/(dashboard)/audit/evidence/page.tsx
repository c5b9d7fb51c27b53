import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { EvidencePage } from '../../../../features/evidence/index.ts'
import { getRequestContext } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('evidence'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/audit/evidence'))) return <NotForYou />
  const { person } = await getRequestContext()
  return <EvidencePage mayAsk={person !== null && mayDoWithin(person.access, 'audit.review')} />
}
