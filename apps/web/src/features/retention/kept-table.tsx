'use client'

import type { ClassTold } from '@counterfoil/services/retention'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import classes from './retention.module.css'

/** What no period deletes: kept for ever, or moved into files by months. */
export function KeptTable({ classes: all }: { readonly classes: readonly ClassTold[] }) {
  const translate = useTranslations('retention')
  return (
    <DataTable caption={translate('kept.title')} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('columns.what')}</Table.Th>
          <Table.Th>{translate('columns.rule')}</Table.Th>
          <Table.Th>{translate('columns.reason')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {all.map(({ name, because, purge, monthsAtHand, awayMonths }) =>
          purge !== null ? null : (
            <Table.Tr key={name}>
              <Table.Td>{translate(`classes.${name}`)}</Table.Td>
              <Table.Td data-label={translate('columns.rule')}>
                {monthsAtHand === null
                  ? translate('kept.always')
                  : translate(name === 'events' ? 'kept.byHand' : 'kept.archived', { months: monthsAtHand })}
                {awayMonths.length === 0 ? null : (
                  <small className={classes.under}>{translate('kept.away', { months: awayMonths.join(', ') })}</small>
                )}
              </Table.Td>
              <Table.Td data-label={translate('columns.reason')}>{translate(`reasons.${because}`)}</Table.Td>
            </Table.Tr>
          ),
        )}
      </Table.Tbody>
    </DataTable>
  )
}
