'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Page } from '../../components/frame/page.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Crumbs } from './crumbs.tsx'
import { Loading } from './loading.tsx'
import { RuleSection } from './rule-section.tsx'

/** Every rule with what it goes by. */
export function AuditRulesPage({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('auditReview.rules')
  const api = useApi()
  const rules = useQuery(api.auditReview.rules.queryOptions())
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <Crumbs />
      {rules.data === undefined ? (
        <Loading error={rules.error} onRetry={() => void rules.refetch()} />
      ) : (
        rules.data.map((rule) => <RuleSection key={`${rule.rule} ${rule.version}`} rule={rule} mayChange={mayChange} />)
      )}
    </Page>
  )
}
