'use client'

import type { ListedGroup } from '@counterfoil/services/command-groups'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import classes from './command-groups.module.css'
import { GroupProgress } from './group-progress.tsx'
import { GroupStatus } from './group-status.tsx'
import { useChosenWords } from './use-chosen-words.ts'

interface GroupTableProps {
  readonly caption: string
  readonly groups: readonly ListedGroup[]
  readonly kindWords: (kind: string) => string
}

/** What and of whom, how it stands and how far it is, who asked. */
export function GroupTable({ caption, groups, kindWords }: GroupTableProps) {
  const translate = useTranslations('commandGroups.table')
  const chosenWords = useChosenWords()
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  return (
    <DataTable caption={caption} rowHeight={42} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('what')}</Table.Th>
          <Table.Th>{translate('state')}</Table.Th>
          <Table.Th>{translate('progress')}</Table.Th>
          <Table.Th>{translate('by')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {groups.map((group) => (
          <Table.Tr key={group.groupId}>
            <Table.Td>
              <Link href={`/commands/${group.groupId}`} data-link>
                {kindWords(group.kind)}
              </Link>
              <span className={classes.second}>{chosenWords(group.chosen)}</span>
            </Table.Td>
            <Table.Td data-label={translate('state')}>
              <GroupStatus group={group} />
            </Table.Td>
            <Table.Td data-label={translate('progress')}>
              <GroupProgress counts={group.counts} />
            </Table.Td>
            <Table.Td data-label={translate('by')}>
              {group.requestedBy}
              <span className={classes.second}>{formatDateTime(group.requestedAtMs, place, nowMs)}</span>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
