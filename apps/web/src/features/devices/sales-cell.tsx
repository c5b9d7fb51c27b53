'use client'

import type { DeviceWithSales } from '@counterfoil/services/devices'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { formatCount } from '../../components/format/number.ts'
import { Sparkline } from '../../components/sparkline/sparkline.tsx'
import classes from './device-table.module.css'

/** What a terminal sold in the last day, over the same day a week before; said in words to whoever does not see it. */
export function SalesCell({ sales }: Pick<DeviceWithSales, 'sales'>) {
  const translate = useTranslations('devices.sales')
  const locale = useLocale()
  if (sales === null) return <Table.Td className={classes.sales} />
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
  const count = (value: number) => formatCount(value, locale)
  const { hours, before } = sales
  const label = translate('label', {
    sum: count(sum(hours)),
    last: count(hours.at(-1) ?? 0),
    before: count(sum(before)),
  })
  return (
    <Table.Td className={classes.sales} data-label={translate('column')}>
      <Sparkline values={hours} compared={before} label={label} />
    </Table.Td>
  )
}
