import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { IntegrityPage } from '../../../../features/audit/index.ts'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('integrity.title') }
}

export default async function Page() {
  if (!(await mayOpen('/audit/integrity'))) return <NotForYou />
  return <IntegrityPage />
}
