'use client'

import type { ListedGroup, ListedMember, WhichMembers } from '@counterfoil/services/command-groups'
import { Button, Table } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { SearchChip } from '../../components/search-bar/search-chip.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './command-groups.module.css'
import { partsOf } from './count-parts.ts'

const PAGE = 50
const BUSY_EVERY_MS = 3_000

const OPEN: ReadonlySet<ListedMember['state']> = new Set(['waiting', 'under_way'])

/** Every member with what became of it; narrowed to what somebody looks for. */
export function MembersSection({ group, busy }: { readonly group: ListedGroup; readonly busy: boolean }) {
  const translate = useTranslations('commandGroups.members')
  const locale = useLocale()
  const api = useApi()
  const [which, setWhich] = useState<WhichMembers | null>(null)
  const parts = partsOf(group.counts)
  /** The counts may know of the last end before the list does. */
  const isBehind = (members: readonly ListedMember[]) =>
    members.some(({ state }) => (state === 'not_told' ? parts.left : OPEN.has(state) ? parts.underWay : 1) === 0)
  const pages = useInfiniteQuery(
    api.commandGroups.members.infiniteQueryOptions(
      { groupId: group.groupId, limit: PAGE, ...(which !== null && { which }) },
      {
        initialCursor: null as number | null,
        getNextPageParam: (page) => page.next,
        // Pages that were opened come again all at once: only the first ones are looked at while it runs.
        refetchInterval: ({ state }) => {
          const shown = state.data?.pages ?? []
          return shown.length <= 2 && (busy || isBehind(shown.flatMap((page) => page.members))) ? BUSY_EVERY_MS : false
        },
      },
    ),
  )
  const chips: readonly (readonly [WhichMembers, number])[] = [
    ['trouble', parts.notDone + parts.neither],
    ['under_way', parts.underWay],
    ['not_told', parts.left],
    ['done', parts.done],
  ]
  const members = pages.data?.pages.flatMap((page) => page.members) ?? []
  return (
    <Section title={translate('title')}>
      <div className={classes.chips}>
        {chips.map(([name, count]) => (
          <SearchChip
            key={name}
            chosen={which === name}
            count={formatCount(count, locale)}
            label={translate(`which.${name}`)}
            onToggle={() => setWhich(which === name ? null : name)}
          />
        ))}
      </div>
      {pages.error === null ? null : <p className={classes.quiet}>{translate('failed')}</p>}
      {pages.data !== undefined && members.length === 0 ? <p className={classes.quiet}>{translate('none')}</p> : null}
      {members.length === 0 ? null : <MemberTable members={members} />}
      {pages.hasNextPage ? (
        <div className={classes.more}>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {translate('more')}
          </Button>
        </div>
      ) : null}
    </Section>
  )
}

function MemberTable({ members }: { readonly members: readonly ListedMember[] }) {
  const translate = useTranslations('commandGroups.members')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  return (
    <DataTable caption={translate('title')} rowHeight={42} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('where')}</Table.Th>
          <Table.Th>{translate('agent')}</Table.Th>
          <Table.Th>{translate('state')}</Table.Th>
          <Table.Th>{translate('answer')}</Table.Th>
          <Table.Th data-right>{translate('ended')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {members.map((member) => (
          <Table.Tr key={member.place}>
            <Table.Td>
              <StoreName
                store={{ code: member.storeCode, name: member.storeName, nameLang: member.storeNameLang }}
                href={`/stores/${member.storeId}`}
              />
            </Table.Td>
            <Table.Td data-label={translate('agent')}>
              <Link href={`/agents/${member.agentId}`} data-link>
                {member.agent}
              </Link>
              {member.terminal === '' ? null : ` · ${member.terminal}`}
            </Table.Td>
            <Table.Td data-label={translate('state')}>
              <Status axis="groupMember" state={member.state === 'not_told' && !member.connected ? 'away' : member.state} />
            </Table.Td>
            <Table.Td data-label={translate('answer')}>
              <Answer member={member} />
            </Table.Td>
            <Table.Td data-right data-label={translate('ended')}>
              {member.endedAtMs === null ? '·' : formatDateTime(member.endedAtMs, place, nowMs)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function Answer({ member: { code, line, passedOver } }: { readonly member: ListedMember }) {
  const translate = useTranslations('commandGroups.members')
  const codes = useTranslations('commands.codes')
  const known = code as Parameters<typeof codes.has>[0]
  if (passedOver !== null) return translate(`passedOver.${passedOver}`)
  if (code !== null && codes.has(known)) return codes(known)
  return (
    <span className={classes.line} title={line ?? undefined}>
      {line ?? '·'}
    </span>
  )
}
