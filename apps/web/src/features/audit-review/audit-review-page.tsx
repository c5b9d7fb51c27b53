'use client'

import { useTranslations } from 'next-intl'
import { Page } from '../../components/frame/page.tsx'
import { Crumbs } from './crumbs.tsx'
import { DaysSection } from './days-section.tsx'

/** The days of the record: which of them wait for a signature, however old they are, and which somebody signed. */
export function AuditReviewPage() {
  const translate = useTranslations('auditReview')
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <Crumbs />
      <DaysSection signed={false} />
      <DaysSection signed />
    </Page>
  )
}
