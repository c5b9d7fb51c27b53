'use client'

import type { ExpectedFiles, FileCalendar, FileDayState } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { Section } from '../../../components/section/section.tsx'
import { Glyph } from '../../../components/status/glyph.tsx'
import { languageTags } from '../../../i18n/locales.ts'
import { useApi } from '../../../trpc/client.tsx'
import { BOARD_EVERY_MS } from '../board-every.ts'
import { TableExport } from '../tables/table-export.tsx'
import classes from './file-calendar-section.module.css'

const legend = ['received', 'late', 'overdue', 'duplicate', 'broken', 'expected', 'closed'] as const

/** What a phone has room for: the rest of the days, and names. */
const PHONE_DAYS = 11
const NARROWEST = 320

/** Files about each day: which came, which are late, which are not due. */
export function FileCalendarSection() {
  const translate = useTranslations('funds.calendar')
  const api = useApi()
  const calendar = useQuery(api.funds.fileCalendar.queryOptions({}, { refetchInterval: BOARD_EVERY_MS }))
  return (
    <Section
      title={translate('title')}
      aside={<TableExport name={translate('title')} table="calendar" query={{}} />}
      note={
        <span className={classes.legend}>
          {legend.map((state) => (
            <span key={state} className={classes.entry}>
              <Mark state={state} /> {translate(`states.${state}`)}
            </span>
          ))}
        </span>
      }
    >
      {calendar.data !== undefined ? (
        calendar.data.sources.length === 0 ? (
          <p className={classes.quiet}>{translate('none')}</p>
        ) : (
          <CalendarTable calendar={calendar.data} />
        )
      ) : calendar.error === null ? (
        <div style={{ minHeight: 220 }} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failed')} message={calendar.error.message} onRetry={() => calendar.refetch()} />
      )}
    </Section>
  )
}

function CalendarTable({ calendar }: { readonly calendar: FileCalendar }) {
  const translate = useTranslations('funds.calendar')
  const locale = useLocale()
  const early = (index: number) => index < calendar.days.length - PHONE_DAYS
  const at = (day: string) => new Date(`${day}T12:00:00Z`)
  const weekday = new Intl.DateTimeFormat(languageTags[locale], { weekday: 'narrow', timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(languageTags[locale], { month: 'short', timeZone: 'UTC' })
  const dayOnly = new Intl.DateTimeFormat(languageTags[locale], { day: 'numeric', timeZone: 'UTC' })
  return (
    <DataTable caption={translate('title')} rowHeight={25} minWidth={NARROWEST}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('file')}</Table.Th>
          <Table.Th className={classes.due}>{translate('due')}</Table.Th>
          {calendar.days.map((day, index) => (
            <Table.Th
              key={day}
              className={classes.day}
              data-today={day === calendar.today || undefined}
              data-early={early(index) || undefined}
            >
              {index === 0 || day.endsWith('-01') ? <small className={classes.month}>{month.format(at(day))}</small> : null}
              {dayOnly.format(at(day)).replace('日', '')}
              <small>{weekday.format(at(day))}</small>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {calendar.sources.map((source) => (
          <Table.Tr key={source.sourceId}>
            <Table.Td className={classes.name}>{source.name}</Table.Td>
            <Table.Td className={classes.due}>
              <DueWords source={source} />
            </Table.Td>
            {source.days.map(({ day, state }, index) => (
              <Table.Td
                key={day}
                className={classes.day}
                data-closed={state === 'closed' || undefined}
                data-today={day === calendar.today || undefined}
                data-early={early(index) || undefined}
                title={`${source.name}, ${day}: ${translate(`states.${state}`)}`}
              >
                <Mark state={state} label={translate(`states.${state}`)} />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function DueWords({ source: { dueMinute, workingDaysOnly } }: { readonly source: ExpectedFiles }) {
  const translate = useTranslations('funds.calendar')
  const time = `${String(Math.floor(dueMinute / 60)).padStart(2, '0')}:${String(dueMinute % 60).padStart(2, '0')}`
  return translate(workingDaysOnly ? 'bankDays' : 'daily', { time })
}

function Mark({ state, label }: { readonly state: FileDayState; readonly label?: string }) {
  const named = label === undefined ? {} : { label }
  switch (state) {
    case 'overdue':
      return <Glyph name="due" tone="warn" {...named} />
    case 'broken':
      return <Glyph name="warn" tone="warn" {...named} />
    case 'duplicate':
      return <Glyph name="med" tone="warn" {...named} />
    case 'held':
      return <Glyph name="lock" tone="warn" {...named} />
    default:
      return (
        <span
          className={classes.box}
          data-state={state}
          {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
        />
      )
  }
}
