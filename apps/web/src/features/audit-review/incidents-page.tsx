'use client'

import type { Incident } from '@counterfoil/services/incidents'
import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './audit-review.module.css'
import { Crumbs } from './crumbs.tsx'
import { Loading } from './loading.tsx'
import { useTimeWords } from './use-review-words.ts'

const CloseDialog = dynamic(() => import('./close-dialog.tsx'), { ssr: false })

/** What failed of that which guards the record, open ones first. */
export function IncidentsPage({ mayClose }: { readonly mayClose: boolean }) {
  const translate = useTranslations('auditReview.incidents')
  const api = useApi()
  const time = useTimeWords()
  const incidents = useQuery(api.incidents.list.queryOptions())
  const [closing, setClosing] = useState<Incident | null>(null)
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <Crumbs />
      {incidents.data === undefined ? (
        <Loading error={incidents.error} onRetry={() => void incidents.refetch()} />
      ) : (
        <Section title={translate('list')} note={mayClose ? null : translate('limit')}>
          {incidents.data.length === 0 ? (
            <p className={classes.quiet}>{translate('none')}</p>
          ) : (
            <DataTable caption={translate('list')} rowHeight={42} stacked>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{translate('kind')}</Table.Th>
                  <Table.Th>{translate('began')}</Table.Th>
                  <Table.Th>{translate('ended')}</Table.Th>
                  <Table.Th>{translate('cause')}</Table.Th>
                  <Table.Th>{translate('fix')}</Table.Th>
                  <Table.Th>{translate('close')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {incidents.data.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Td>
                      {translate(`kinds.${one.kind}`)}{' '}
                      {one.entryId === null ? null : (
                        <Link href={`/audit/${one.entryId}`} prefetch={false} data-link>
                          {translate('entry')}
                        </Link>
                      )}
                    </Table.Td>
                    <Table.Td data-label={translate('began')}>{time(one.beganAt)}</Table.Td>
                    <Table.Td data-label={translate('ended')} className={one.endedAt === null ? classes.overdue : undefined}>
                      {one.endedAt === null ? translate('goesOn') : time(one.endedAt)}
                    </Table.Td>
                    <Table.Td data-label={translate('cause')}>{one.cause ?? '–'}</Table.Td>
                    <Table.Td data-label={translate('fix')}>{one.fix ?? '–'}</Table.Td>
                    <Table.Td>
                      {one.closedBy !== null ? (
                        translate('closed', { name: one.closedBy })
                      ) : mayClose ? (
                        <Button size="compact-sm" onClick={() => setClosing(one)}>
                          {translate('close')}
                        </Button>
                      ) : (
                        translate('open')
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </DataTable>
          )}
        </Section>
      )}
      {closing === null ? null : <CloseDialog incident={closing} onClose={() => setClosing(null)} />}
    </Page>
  )
}
