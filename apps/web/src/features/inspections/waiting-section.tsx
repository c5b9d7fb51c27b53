'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { InspectionTask, TaskList } from '@counterfoil/services/inspections'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { FigureStrip } from '../../components/figure-strip/figure-strip.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Asked } from './asked.tsx'
import classes from './inspections.module.css'
import { InspectButton, StoresTable } from './stores-table.tsx'

const AGAIN_MS = 30_000
const figures = ['overdue', 'due', 'later'] as const

/** What somebody must look at, the longest overdue first, and which stores have it. */
export function WaitingSection({ scope, mayDo }: { readonly scope: WatchScope; readonly mayDo: boolean }) {
  const translate = useTranslations('inspections')
  const locale = useLocale()
  const api = useApi()
  const tasks = useQuery(api.inspections.tasks.queryOptions({ scope }, { refetchInterval: AGAIN_MS }))
  const age = <Age sinceMs={tasks.dataUpdatedAt} />
  return (
    <Asked of={tasks}>
      {(list) => (
        <>
          <FigureStrip
            label={translate('counts.label')}
            figures={figures.map((key) => ({
              key,
              label: translate(`counts.${key}`),
              value: formatCount(list.counts[key], locale),
              age,
            }))}
          />
          <Section title={translate('waiting.title')} note={translate('waiting.note')} aside={age}>
            {mayDo && scope.kind === 'store' ? (
              <div className={classes.bar}>
                <InspectButton storeId={scope.storeId} />
              </div>
            ) : null}
            {list.tasks.length === 0 ? <p className={classes.none}>{translate('waiting.none')}</p> : <TaskTable list={list} />}
          </Section>
          {list.stores.length === 0 ? null : (
            <Section title={translate('stores.title')}>
              <StoresTable stores={list.stores} mayDo={mayDo} />
            </Section>
          )}
        </>
      )}
    </Asked>
  )
}

function TaskTable({ list: { tasks, more } }: { readonly list: TaskList }) {
  const translate = useTranslations('inspections.waiting')
  return (
    <>
      <DataTable caption={translate('caption')} rowHeight={42} stacked>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('store')}</Table.Th>
            <Table.Th>{translate('terminal')}</Table.Th>
            <Table.Th>{translate('class')}</Table.Th>
            <Table.Th>{translate('last')}</Table.Th>
            <Table.Th>{translate('due')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tasks.map((task) => (
            <TaskRow key={task.deviceId} task={task} />
          ))}
        </Table.Tbody>
      </DataTable>
      {more > 0 ? <p className={classes.none}>{translate('more', { count: more })}</p> : null}
    </>
  )
}

function TaskRow({ task }: { readonly task: InspectionTask }) {
  const translate = useTranslations('inspections')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const { storeCode, storeName, storeNameLang, lane, lastMs, lastBy } = task
  return (
    <Table.Tr>
      <Table.Td>
        <StoreName store={{ code: storeCode, name: storeName, nameLang: storeNameLang }} href={`/devices/${task.deviceId}`} />
        {lane === null ? null : <span className={classes.second}>{translate('waiting.lane', { lane })}</span>}
      </Table.Td>
      <Table.Td data-label={translate('waiting.terminal')}>
        {[task.make, task.model].filter(Boolean).join(' ')}
        <span className={classes.second}>{task.serial}</span>
      </Table.Td>
      <Table.Td data-label={translate('waiting.class')}>
        {translate(`classes.${task.class}`)}
        <span className={classes.second}>{translate('waiting.every', { days: task.days })}</span>
      </Table.Td>
      <Table.Td data-label={translate('waiting.last')}>
        {lastMs === null ? translate('waiting.never') : formatDate(lastMs, place)}
        {lastBy === null ? null : <span className={classes.second}>{lastBy}</span>}
      </Table.Td>
      <Table.Td data-label={translate('waiting.due')}>
        <Status axis="inspection" state={task.state} />
        <span className={classes.second}>{formatDate(task.dueAtMs, place)}</span>
      </Table.Td>
    </Table.Tr>
  )
}
