'use client'

import type { ListedFile } from '@counterfoil/services/funds/files'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { useTimeZone } from '../../../components/age/time-zone.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { formatAge } from '../../../components/format/age.ts'
import { formatCount } from '../../../components/format/number.ts'
import { Status } from '../../../components/status/status.tsx'
import { useDayWords } from '../use-day-words.ts'
import classes from './files.module.css'
import { useFormatWords } from './use-format-words.ts'
import { useReasonWords } from './use-reason-words.ts'

/** Which file, what became of it and why, the days it is about, how much is in it, and who brought it when. */
export function FileTable({ files, caption }: { readonly files: readonly ListedFile[]; readonly caption: string }) {
  const translate = useTranslations('fundsFiles.columns')
  return (
    <DataTable caption={caption} rowHeight={42} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('file')}</Table.Th>
          <Table.Th>{translate('state')}</Table.Th>
          <Table.Th>{translate('days')}</Table.Th>
          <Table.Th data-right>{translate('rows')}</Table.Th>
          <Table.Th data-right>{translate('received')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {files.map((file) => (
          <FileRow key={file.id} file={file} />
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function FileRow({ file }: { readonly file: ListedFile }) {
  const translate = useTranslations('fundsFiles')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const { shortReason } = useReasonWords()
  const dayWords = useDayWords()
  const formatWord = useFormatWords()
  const { id, name, format, version, state, reason, decided, firstDay, lastDay, rows, receivedAtMs, receivedBy, via } = file
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={`/funds/files/${id}`} className={classes.link}>
          {name}
        </Link>
        <small>
          {format === null
            ? translate('number', { id })
            : [translate('number', { id }), formatWord(format), version].filter(Boolean).join(' · ')}
        </small>
      </Table.Td>
      <Table.Td data-label={translate('columns.state')}>
        <Status axis="file" state={decided && state === 'previewed' ? 'stored' : state} />
        {reason === null ? null : <small>{shortReason(reason)}</small>}
      </Table.Td>
      <Table.Td data-label={translate('columns.days')}>{daysOf(firstDay, lastDay, dayWords)}</Table.Td>
      <Table.Td data-right data-label={translate('columns.rows')}>
        {rows === null ? '' : formatCount(rows, locale)}
      </Table.Td>
      <Table.Td data-right data-label={translate('columns.received')}>
        {formatAge(receivedAtMs, nowMs, { locale, timeZone })}
        <small>{via === 'upload' ? receivedBy : translate(`ways.${via}`)}</small>
      </Table.Td>
    </Table.Tr>
  )
}

export function daysOf(first: string | null, last: string | null, words: (day: string) => string): string {
  if (first === null || last === null) return ''
  return first === last ? words(first) : `${words(first)} – ${words(last)}`
}
