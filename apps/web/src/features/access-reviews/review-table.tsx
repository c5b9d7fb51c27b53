'use client'

import type { ListedAccessReview } from '@counterfoil/services/access-reviews'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './access-reviews.module.css'
import { useReviewWords } from './use-review-words.ts'

/** Reviews, newest first, with how far they are and who signed. */
export function ReviewTable({ reviews }: { readonly reviews: readonly ListedAccessReview[] }) {
  const translate = useTranslations('accessReviews')
  const words = useReviewWords()
  return (
    <DataTable caption={translate('list')} rowHeight={42} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('columns.opened')}</Table.Th>
          <Table.Th data-right className={classes.number}>
            {translate('columns.decided')}
          </Table.Th>
          <Table.Th data-right className={classes.wide}>
            {translate('columns.removed')}
          </Table.Th>
          <Table.Th className={classes.signed}>{translate('columns.signed')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {reviews.map(({ id, openedAt, openedBy, items, decided, removed, signedAt, signedBy }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <Link href={`/access-reviews/${id}`} data-link>
                {words.time(openedAt)}
              </Link>
              <small>{translate('by', { name: openedBy })}</small>
            </Table.Td>
            <Table.Td data-right className={classes.number}>
              {decided} / {items}
            </Table.Td>
            <Table.Td data-right className={classes.wide}>
              {removed}
            </Table.Td>
            <Table.Td className={classes.signed}>
              <Status axis="review" state={signedAt === null ? 'open' : 'signed'} />
              {signedAt === null || signedBy === null ? null : (
                <small>{translate('signedBy', { name: signedBy, day: words.day(signedAt) })}</small>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
