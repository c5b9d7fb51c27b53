'use client'

import type { FrozenCalendar } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import classes from './agreements.module.css'

/** Frozen calendars: of a year that is not in one, no day is guessed. */
export function CalendarTable({ calendars }: { readonly calendars: readonly FrozenCalendar[] }) {
  const translate = useTranslations('funds.agreements')
  return (
    <DataTable caption={translate('calendars')} rowHeight={30} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('calendar')}</Table.Th>
          <Table.Th>{translate('edition')}</Table.Th>
          <Table.Th>{translate('years')}</Table.Th>
          <Table.Th data-right>{translate('closedDays')}</Table.Th>
          <Table.Th data-right>{translate('workedDays')}</Table.Th>
          <Table.Th>{translate('publisher')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {calendars.map((one) => (
          <Table.Tr key={one.name}>
            <Table.Td>{one.name}</Table.Td>
            <Table.Td data-label={translate('edition')}>{one.version}</Table.Td>
            <Table.Td data-label={translate('years')}>
              {one.years.length === 0 ? '·' : `${one.years[0]}–${one.years.at(-1)}`}
            </Table.Td>
            <Table.Td data-right data-label={translate('closedDays')}>
              {one.closedDays === 0 ? '·' : one.closedDays}
            </Table.Td>
            <Table.Td data-right data-label={translate('workedDays')}>
              {one.workedDays === 0 ? '·' : one.workedDays}
            </Table.Td>
            <Table.Td data-label={translate('publisher')} className={classes.long}>
              {one.source}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
