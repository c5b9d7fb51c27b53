'use client'

import type { AuditRow } from '@counterfoil/services/audit'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatClock, formatDay, formatZone } from '../../components/format/date-time.ts'
import { Glyph } from '../../components/status/glyph.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './entry-table.module.css'
import { useAuditAddress } from './use-audit-address.ts'
import { useAuditWords } from './use-audit-words.ts'

interface EntryTableProps {
  readonly rows: readonly AuditRow[]
  readonly shown: string | null
}

/** When, who, what, on what, day by day. Only what is not in the record yet has a mark: the rule is quiet. */
export function EntryTable({ rows, shown }: EntryTableProps) {
  const translate = useTranslations('audit.list')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const days = Map.groupBy(rows, (row) => formatDay(row.recordedAtMs, place, nowMs))
  return (
    <DataTable caption={translate('caption')} rowHeight={30} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th className={classes.time}>{formatZone(nowMs, place)}</Table.Th>
          <Table.Th className={classes.who}>{translate('who')}</Table.Th>
          <Table.Th className={classes.what}>{translate('what')}</Table.Th>
          <Table.Th className={classes.onHead}>{translate('on')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      {[...days].map(([day, entries]) => (
        <Table.Tbody key={day}>
          <Table.Tr>
            <Table.Th colSpan={4} scope="rowgroup" className={classes.day}>
              {day}
            </Table.Th>
          </Table.Tr>
          {entries.map((row) => (
            <EntryRow key={row.id} row={row} isShown={row.id === shown} />
          ))}
        </Table.Tbody>
      ))}
    </DataTable>
  )
}

function EntryRow({ row, isShown }: { readonly row: AuditRow; readonly isShown: boolean }) {
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const words = useAuditWords()
  const { hrefOfEntry } = useAuditAddress()
  const target = words.targetOf(row)
  const refused = row.outcome !== 'done'
  return (
    <Table.Tr data-shown={isShown || undefined} className={classes.row}>
      <Table.Td className={classes.time}>{formatClock(row.recordedAtMs, place)}</Table.Td>
      <Table.Td className={classes.who} title={words.nameOf(row.actor)}>
        {words.nameOf(row.actor)}
      </Table.Td>
      <Table.Td className={classes.what}>
        <Link
          className={classes.link}
          href={hrefOfEntry(row.id)}
          scroll={false}
          aria-current={isShown ? 'true' : undefined}
          title={words.action(row.action)}
        >
          <code>{row.action}</code>
        </Link>
      </Table.Td>
      <Table.Td className={classes.on} title={target} data-refused={refused || undefined}>
        {refused ? <Glyph name="no" tone="ink" label={words.outcome(row.outcome)} /> : null}{' '}
        {refused && row.reason !== null ? `${row.reason.replaceAll('_', ' ')}, ` : null}
        {target}
        {row.index === null ? (
          <span className={classes.mark}>
            <Status axis="proof" state="sn" as="glyph" />
          </span>
        ) : null}
      </Table.Td>
    </Table.Tr>
  )
}
