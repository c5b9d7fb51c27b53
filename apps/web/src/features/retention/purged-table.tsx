'use client'

import type { ClassTold, PurgeTold } from '@counterfoil/services/retention'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { PeriodForm } from './period-form.tsx'
import classes from './retention.module.css'

/** What is deleted by periods: how long it is kept, what went in the quarter, what is too old now. */
export function PurgedTable({
  classes: all,
  mayChange,
}: {
  readonly classes: readonly ClassTold[]
  readonly mayChange: boolean
}) {
  const translate = useTranslations('retention')
  return (
    <DataTable caption={translate('purged.title')} rowHeight={42} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('columns.what')}</Table.Th>
          <Table.Th>{translate('columns.period')}</Table.Th>
          <Table.Th data-right>{translate('columns.removed')}</Table.Th>
          <Table.Th>{translate('columns.ages')}</Table.Th>
          <Table.Th data-right>{translate('columns.looks')}</Table.Th>
          <Table.Th data-right>{translate('columns.over')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {all.map(({ name, because, purge }) =>
          purge === null ? null : (
            <Table.Tr key={name}>
              <Table.Td>
                {translate(`classes.${name}`)}
                <small className={classes.under}>{translate(`reasons.${because}`)}</small>
              </Table.Td>
              <Table.Td data-label={translate('columns.period')}>
                <PeriodForm name={name} purge={purge} mayChange={mayChange} />
              </Table.Td>
              <Purged purge={purge} />
            </Table.Tr>
          ),
        )}
      </Table.Tbody>
    </DataTable>
  )
}

function Purged({ purge: { removed, oldest, newest, looks, overNow, heldNow } }: { readonly purge: PurgeTold }) {
  const translate = useTranslations('retention')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const day = (at: Date) => formatDate(at.getTime(), place)
  const late = overNow - heldNow
  return (
    <>
      <Table.Td data-label={translate('columns.removed')} data-right>
        {formatCount(removed, locale)}
      </Table.Td>
      <Table.Td data-label={translate('columns.ages')}>
        {oldest === null || newest === null ? '–' : day(oldest) === day(newest) ? day(oldest) : `${day(oldest)} – ${day(newest)}`}
      </Table.Td>
      <Table.Td data-label={translate('columns.looks')} data-right>
        {formatCount(looks, locale)}
      </Table.Td>
      <Table.Td data-label={translate('columns.over')} data-right className={late > 0 ? classes.late : undefined}>
        {formatCount(late, locale)}
        {heldNow === 0 ? null : (
          <small className={classes.under}>{translate('held', { count: formatCount(heldNow, locale) })}</small>
        )}
      </Table.Td>
    </>
  )
}
