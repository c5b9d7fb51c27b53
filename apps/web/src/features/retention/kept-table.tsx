'use client'

import type { ClassTold } from '@counterfoil/services/retention'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { EventMonthsForm } from './event-months-form.tsx'
import { EventMonthsNotes } from './event-months-notes.tsx'
import classes from './retention.module.css'

/** What no period deletes: kept for ever, or moved into files by months. */
export function KeptTable({ classes: all, mayChange }: { readonly classes: readonly ClassTold[]; readonly mayChange: boolean }) {
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
        {all.map(({ name, because, purge, monthsAtHand, awayMonths, byThemselves }) =>
          purge !== null ? null : (
            <Table.Tr key={name}>
              <Table.Td>{translate(`classes.${name}`)}</Table.Td>
              <Table.Td data-label={translate('columns.rule')}>
                {byThemselves !== null ? (
                  <EventMonthsForm told={byThemselves} mayChange={mayChange} />
                ) : monthsAtHand === null ? (
                  translate('kept.always')
                ) : (
                  translate('kept.archived', { months: monthsAtHand })
                )}
                {awayMonths.length === 0 ? null : (
                  <small className={classes.under}>{translate('kept.away', { months: awayMonths.join(', ') })}</small>
                )}
                {byThemselves === null ? null : <EventMonthsNotes told={byThemselves} />}
              </Table.Td>
              <Table.Td data-label={translate('columns.reason')}>{translate(`reasons.${because}`)}</Table.Td>
            </Table.Tr>
          ),
        )}
      </Table.Tbody>
    </DataTable>
  )
}
