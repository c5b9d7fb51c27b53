'use client'

import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './audit-review.module.css'
import { Crumbs } from './crumbs.tsx'
import { Loading } from './loading.tsx'

/** The days of the record, newest first, and which of them somebody signed. */
export function AuditReviewPage() {
  const translate = useTranslations('auditReview')
  const api = useApi()
  const days = useQuery(api.auditReview.days.queryOptions())
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <Crumbs />
      {days.data === undefined ? (
        <Loading error={days.error} onRetry={() => void days.refetch()} />
      ) : (
        <Section title={translate('days')}>
          {days.data.length === 0 ? <p className={classes.quiet}>{translate('none')}</p> : null}
          <DataTable caption={translate('days')} rowHeight={42}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{translate('day')}</Table.Th>
                <Table.Th data-right>{translate('found')}</Table.Th>
                <Table.Th>{translate('state')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {days.data.map(({ day, findings, state, signedBy }) => (
                <Table.Tr key={day}>
                  <Table.Td>
                    <Link href={`/audit/review/${day}`} prefetch={false} data-link>
                      {day}
                    </Link>
                  </Table.Td>
                  <Table.Td data-right>{findings}</Table.Td>
                  <Table.Td className={state === 'overdue' ? classes.overdue : undefined}>
                    {translate(`states.${state}`)}
                    {signedBy === null ? null : <small> {translate('signedBy', { name: signedBy })}</small>}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </DataTable>
        </Section>
      )}
    </Page>
  )
}
