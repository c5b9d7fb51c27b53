'use client'

import { Button, Table } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './audit-review.module.css'
import { Loading } from './loading.tsx'

/** Days that were signed, or that were not, newest first and as far back as one wants to go. */
export function DaysSection({ signed }: { readonly signed: boolean }) {
  const translate = useTranslations('auditReview')
  const api = useApi()
  const days = useInfiniteQuery(
    api.auditReview.days.infiniteQueryOptions(
      { signed },
      { initialCursor: null as string | null, getNextPageParam: (page) => page.next },
    ),
  )
  const rows = days.data?.pages.flatMap((page) => page.days) ?? []
  const title = translate(signed ? 'signedDays' : 'unsignedDays')
  return (
    <Section title={title}>
      {days.data === undefined ? <Loading error={days.error} onRetry={() => void days.refetch()} /> : null}
      {days.data !== undefined && rows.length === 0 ? (
        <p className={classes.quiet}>{translate(signed ? 'noneSigned' : 'noneUnsigned')}</p>
      ) : null}
      {rows.length === 0 ? null : (
        <DataTable caption={title} rowHeight={42}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('day')}</Table.Th>
              <Table.Th data-right>{translate('found')}</Table.Th>
              <Table.Th>{translate('state')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ day, findings, state, signedBy }) => (
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
      )}
      {days.hasNextPage ? (
        <Button variant="subtle" loading={days.isFetchingNextPage} onClick={() => void days.fetchNextPage()}>
          {translate('earlier')}
        </Button>
      ) : null}
    </Section>
  )
}
