'use client'

import type { ClassTold } from '@counterfoil/services/retention'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'

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
        {all.map(({ name, because, purge, monthsAtHand }) =>
          purge !== null ? null : (
            <Table.Tr key={name}>
              <Table.Td>{translate(`classes.${name}`)}</Table.Td>
              <Table.Td data-label={translate('columns.rule')}>
                {monthsAtHand === null ? translate('kept.always') : translate('kept.archived', { months: monthsAtHand })}
              </Table.Td>
              <Table.Td data-label={translate('columns.reason')}>{translate(`reasons.${because}`)}</Table.Td>
            </Table.Tr>
          ),
        )}
      </Table.Tbody>
    </DataTable>
  )
}
