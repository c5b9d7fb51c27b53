'use client'

import type { DiskForecast } from '@counterfoil/services/retention'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatBytes } from '../../components/format/bytes.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './system.module.css'

const AGAIN_MS = 600_000

/** What fills the disk of the database, and when it is full. */
export function RoomSection() {
  const translate = useTranslations('system.room')
  const api = useApi()
  const forecast = useQuery(api.system.forecast.queryOptions(undefined, { refetchInterval: AGAIN_MS }))
  if (forecast.data === undefined)
    return forecast.error === null ? null : (
      <ErrorState title={translate('failed')} message={forecast.error.message} onRetry={() => void forecast.refetch()} />
    )
  const { days, bytesPerDay } = forecast.data
  return (
    <Section
      title={translate('title')}
      note={bytesPerDay === null ? translate('begins') : translate('note', { days })}
      aside={<Link href="/retention">{translate('retention')}</Link>}
    >
      <Verdict forecast={forecast.data} />
      <Room forecast={forecast.data} />
    </Section>
  )
}

function Verdict({ forecast: { volume, fullInDays } }: { readonly forecast: DiskForecast }) {
  const translate = useTranslations('system.room')
  const locale = useLocale()
  if (volume === null) return <p className={classes.none}>{translate('unseen')}</p>
  const room = { free: formatBytes(volume.freeBytes, locale), size: formatBytes(volume.sizeBytes, locale) }
  const words = fullInDays === null ? translate('notFull', room) : translate('full', { days: Math.floor(fullInDays), ...room })
  return <p className={classes.none}>{words}</p>
}

function Room({ forecast }: { readonly forecast: DiskForecast }) {
  const translate = useTranslations('system.room')
  const ofClass = useTranslations('retention.classes')
  const locale = useLocale()
  return (
    <DataTable caption={translate('title')} rowHeight={25}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('class')}</Table.Th>
          <Table.Th data-right>{translate('size')}</Table.Th>
          <Table.Th data-right>{translate('growth')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {forecast.classes.map(({ name, bytes, bytesPerDay }) => (
          <Table.Tr key={name}>
            <Table.Td>{ofClass(name)}</Table.Td>
            <Table.Td data-right>{formatBytes(bytes, locale)}</Table.Td>
            <Table.Td data-right>{bytesPerDay === null ? '–' : signed(bytesPerDay, locale)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

const signed = (bytes: number, locale: string): string =>
  bytes < 0 ? `−${formatBytes(-bytes, locale)}` : formatBytes(Math.round(bytes), locale)
