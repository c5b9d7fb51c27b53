'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { Page } from '../../../components/frame/page.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from './agreements.module.css'
import { CalendarTable } from './calendar-table.tsx'
import { ContractEntry } from './contract-entry.tsx'
import { AccountTable, RouteTable, SourceTable } from './place-tables.tsx'
import { RateTable } from './rate-table.tsx'

/** By what it is told when money is due and what it costs: contracts with their versions, and all that stands beside them. */
export function AgreementsPage() {
  const translate = useTranslations('funds.agreements')
  const api = useApi()
  const agreements = useQuery(api.funds.agreements.queryOptions())
  const rates = useQuery(api.funds.rates.queryOptions(undefined, { staleTime: 600_000 }))
  const { data } = agreements
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {data !== undefined ? (
        <>
          <Section title={translate('contracts')} note={translate('contractsNote')}>
            {data.contracts.length === 0 ? (
              <EmptyState title={translate('none')} why={translate('noneWhy')} />
            ) : (
              <ul className={classes.list}>
                {data.contracts.map((one) => (
                  <ContractEntry key={one.id} agreed={one} />
                ))}
              </ul>
            )}
          </Section>
          <Section title={translate('routes')} note={translate('routesNote')}>
            <RouteTable routes={data.routes} />
          </Section>
          <Section title={translate('accounts')}>
            <AccountTable accounts={data.accounts} />
          </Section>
          <Section title={translate('sources')} note={translate('sourcesNote')}>
            <SourceTable sources={data.sources} />
          </Section>
          <Section title={translate('calendars')} note={translate('calendarsNote')}>
            <CalendarTable calendars={data.calendars} />
          </Section>
          {rates.data === undefined ? null : (
            <Section title={translate('rates')} note={translate('ratesNote', { currency: rates.data.reportingCurrency })}>
              <RateTable rates={rates.data} />
            </Section>
          )}
        </>
      ) : agreements.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failed')} message={agreements.error.message} onRetry={() => agreements.refetch()} />
      )}
    </Page>
  )
}
