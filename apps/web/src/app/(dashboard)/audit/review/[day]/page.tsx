import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../components/nothing-here/not-for-you.tsx'
import { AuditDayPage } from '../../../../../features/audit-review/index.ts'
import { getRequestContext } from '../../../../../trpc/server.tsx'
import { mayOpen } from '../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auditReview'))('title') }
}

export default async function Page({ params }: { params: Promise<{ day: string }> }) {
  if (!(await mayOpen('/audit/review/[day]'))) return <NotForYou />
  const { day } = await params
  const { person } = await getRequestContext()
  return <AuditDayPage day={day} maySign={person !== null && mayDoWithin(person.access, 'audit.review')} />
}
