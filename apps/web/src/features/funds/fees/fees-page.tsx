'use client'

import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EmptyState } from '../../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { Page } from '../../../components/frame/page.tsx'
import { ScopePicker } from '../../../components/scope/scope-picker.tsx'
import { useScope } from '../../../components/scope/use-scope.ts'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { TableExport } from '../tables/table-export.tsx'
import classes from './fees-page.module.css'
import { FeesTable } from './fees-table.tsx'
import { LostPerMonth } from './lost-per-month.tsx'

const spans = [1, 3, 6, 12] as const

/** What acquirers charge against what was agreed with them: by kind of card, with the cause and what it costs. */
export function FeesPage() {
  const translate = useTranslations('funds.fees')
  const api = useApi()
  const { scope, setScope } = useScope()
  const [months, setMonths] = useState<number>(3)
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const fees = useQuery(api.funds.fees.queryOptions({ scope, months }))
  const rates = useQuery(api.funds.rates.queryOptions(undefined, { staleTime: 600_000 }))
  const failed = fees.error ?? rates.error
  return (
    <Page title={translate('title')} scope={<ScopePicker scope={scope} stores={scopes.data} onChange={setScope} />}>
      <div className={classes.spans}>
        <SegmentedControl
          aria-label={translate('span')}
          value={String(months)}
          onChange={(value) => setMonths(spans.find((one) => String(one) === value) ?? 3)}
          data={spans.map((count) => ({ value: String(count), label: translate('months', { count }) }))}
        />
      </div>
      {fees.data !== undefined && rates.data !== undefined ? (
        fees.data.fees.length === 0 ? (
          <EmptyState title={translate('none')} why={translate('noneWhy')} />
        ) : (
          <>
            <Section title={translate('lostTitle')} note={translate('lostNote', { currency: rates.data.reportingCurrency })}>
              <LostPerMonth check={fees.data} rates={rates.data} />
            </Section>
            <Section
              title={translate('tableTitle')}
              note={translate('tableNote')}
              aside={<TableExport name={translate('tableTitle')} table="fees" query={{ scope, months }} />}
            >
              <FeesTable fees={fees.data.fees} />
            </Section>
          </>
        )
      ) : failed === null ? (
        <div style={{ minHeight: 500 }} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failed')} message={failed.message} onRetry={() => fees.refetch()} />
      )}
    </Page>
  )
}
