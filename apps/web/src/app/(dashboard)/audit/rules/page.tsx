import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { AuditRulesPage } from '../../../../features/audit-review/index.ts'
import { getRequestContext } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auditReview'))('rules.title') }
}

export default async function Page() {
  if (!(await mayOpen('/audit/rules'))) return <NotForYou />
  const { person } = await getRequestContext()
  return <AuditRulesPage mayChange={person !== null && mayDoWithin(person.access, 'audit.change')} />
}
