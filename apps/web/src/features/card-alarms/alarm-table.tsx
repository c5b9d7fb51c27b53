'use client'

import type { ListedCardAlarm } from '@counterfoil/services/card-alarms'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { CardNumber } from '../../components/card-number/card-number.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatAge } from '../../components/format/age.ts'
import { formatCount } from '../../components/format/number.ts'
import classes from './card-alarms.module.css'
import { useSelectedAlarm } from './use-selected-alarm.ts'
import { useSourceWords } from './use-source-words.ts'

interface AlarmTableProps {
  readonly alarms: readonly ListedCardAlarm[]
  readonly caption: string
  readonly shown: string | undefined
}

/** Where it was found, from whom, which card, since when; each row opens its alarm beside the list. */
export function AlarmTable({ alarms, caption, shown }: AlarmTableProps) {
  const translate = useTranslations('cardAlarms')
  return (
    <DataTable caption={caption} rowHeight={42} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('columns.where')}</Table.Th>
          <Table.Th className={classes.source}>{translate('columns.source')}</Table.Th>
          <Table.Th className={classes.number}>{translate('columns.number')}</Table.Th>
          <Table.Th data-right className={classes.since}>
            {translate('columns.last')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {alarms.map((alarm) => (
          <AlarmRow key={alarm.id} alarm={alarm} isShown={alarm.id === shown} />
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function AlarmRow({ alarm, isShown }: { readonly alarm: ListedCardAlarm; readonly isShown: boolean }) {
  const translate = useTranslations('cardAlarms')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { hrefOf } = useSelectedAlarm()
  const { whereOf, sourceOf } = useSourceWords()
  const { store, last4, count } = alarm
  return (
    <Table.Tr data-shown={isShown || undefined} className={classes.row}>
      <Table.Td title={alarm.place}>
        <Link className={classes.link} href={hrefOf(alarm.id)} scroll={false} aria-current={isShown ? 'true' : undefined}>
          {whereOf(alarm)}
        </Link>
        <small>
          <code>{alarm.place}</code>
        </small>
      </Table.Td>
      <Table.Td className={classes.source}>
        {sourceOf(alarm)}
        {store === null ? null : (
          <small>
            {store.code} <span lang={store.nameLang}>{store.name}</span>
          </small>
        )}
      </Table.Td>
      <Table.Td className={classes.number}>
        {last4[0] === undefined ? null : <CardNumber last4={last4[0]} />}
        <small>{translate('times', { count, shown: formatCount(count, locale) })}</small>
      </Table.Td>
      <Table.Td data-right className={classes.since}>
        {formatAge(alarm.lastFoundAtMs, nowMs, place)}
      </Table.Td>
    </Table.Tr>
  )
}
