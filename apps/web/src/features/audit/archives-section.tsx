'use client'

import type { ListedArchive } from '@counterfoil/services/audit'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './audit-page.module.css'
import { useMonthName } from './use-month-name.ts'

/** Months that lie in files, when each file was read last, and what was found. */
export function ArchivesSection({ archives }: { readonly archives: readonly ListedArchive[] }) {
  const translate = useTranslations('audit.integrity')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const nameOf = useMonthName()
  const time = (ms: number) => formatDateTime(ms, place, nowMs)
  const stateOf = ({ state, trouble, restoredUntilMs }: ListedArchive) => {
    if (state === 'pruned') return translate('archive_pruned')
    if (trouble !== null) return translate('archive_trouble', { why: trouble.replaceAll('_', ' ') })
    if (state === 'away') return translate('archive_away')
    return restoredUntilMs === null
      ? translate('archive_restored')
      : translate('archive_restoredUntil', { time: time(restoredUntilMs) })
  }
  return (
    <Section title={translate('archives')} note={translate('archivesNote', { count: archives.length })}>
      {archives.length === 0 ? (
        <p className={classes.quiet}>{translate('archivesNone')}</p>
      ) : (
        <DataTable caption={translate('archives')} rowHeight={25} minWidth={520}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('month')}</Table.Th>
              <Table.Th data-right>{translate('archiveEntries')}</Table.Th>
              <Table.Th>{translate('archiveFile')}</Table.Th>
              <Table.Th>{translate('archiveVerified')}</Table.Th>
              <Table.Th>{translate('archiveState')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {archives.map((archive) => (
              <Table.Tr key={archive.month}>
                <Table.Td>{nameOf(archive.month)}</Table.Td>
                <Table.Td data-right>{formatCount(archive.entries, locale)}</Table.Td>
                <Table.Td>
                  <code>{archive.file}</code>
                </Table.Td>
                <Table.Td>{time(archive.verifiedAtMs)}</Table.Td>
                <Table.Td>{stateOf(archive)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}
