'use client'

import type { ListedCheckpoint } from '@counterfoil/services/audit'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './audit-page.module.css'

/** What was signed lately, newest first. */
export function CheckpointsSection({ checkpoints }: { readonly checkpoints: readonly ListedCheckpoint[] }) {
  const translate = useTranslations('audit.integrity')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  return (
    <Section title={translate('checkpoints')} note={translate('checkpointsNote', { count: checkpoints.length })}>
      {checkpoints.length === 0 ? (
        <p className={classes.quiet}>{translate('checkpointsNone')}</p>
      ) : (
        <DataTable caption={translate('checkpoints')} rowHeight={25} minWidth={520}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('signedAt')}</Table.Th>
              <Table.Th data-right>{translate('size')}</Table.Th>
              <Table.Th data-right>{translate('cosigned')}</Table.Th>
              <Table.Th>{translate('root')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {checkpoints.map(({ size, signedAtMs, root, witnesses }) => (
              <Table.Tr key={`${size} ${signedAtMs}`}>
                <Table.Td>{formatDateTime(signedAtMs, place, nowMs)}</Table.Td>
                <Table.Td data-right>{formatCount(size, locale)}</Table.Td>
                <Table.Td data-right>{formatCount(witnesses, locale)}</Table.Td>
                <Table.Td title={root}>
                  <code>
                    {root.slice(0, 8)}…{root.slice(-8)}
                  </code>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}
