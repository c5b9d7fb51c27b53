import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { AuditReviewPage } from '../../../../features/audit-review/index.ts'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auditReview'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/audit/review'))) return <NotForYou />
  return <AuditReviewPage />
}
