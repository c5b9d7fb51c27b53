'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { Page } from '../../components/frame/page.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Crumbs } from './crumbs.tsx'
import { FindingsSection } from './findings-section.tsx'
import { Loading } from './loading.tsx'
import { SignSection } from './sign-section.tsx'

/** One day: what the rules found, and the signature of whoever looked at it. Opening it is recorded, hence it is asked once. */
export function AuditDayPage({ day, maySign }: { readonly day: string; readonly maySign: boolean }) {
  const translate = useTranslations('auditReview')
  const api = useApi()
  const read = useQuery(
    api.auditReview.day.queryOptions(
      { day },
      { retry: false, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false },
    ),
  )
  return (
    <Page title={translate('dayTitle', { day })} answers={translate('dayAnswers', { zone: read.data?.timeZone ?? '…' })}>
      <Crumbs />
      {read.data === undefined ? (
        <Loading error={read.error} onRetry={() => void read.refetch()} />
      ) : (
        <Columns
          main={<FindingsSection findings={read.data.findings} />}
          side={<SignSection key={read.data.statement.hash} day={read.data} maySign={maySign} />}
        />
      )}
    </Page>
  )
}
