import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { AuditPage } from '../../../features/audit/index.ts'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') }
}

/** Asks nothing by itself: reading the record is recorded, and a page that is fetched ahead is not read. */
export default async function Page() {
  if (!(await mayOpen('/audit'))) return <NotForYou />
  return <AuditPage />
}
