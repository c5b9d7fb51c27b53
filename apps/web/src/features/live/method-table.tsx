'use client'

import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { hardSpace, unknownMark } from '../../components/format/marks.ts'
import { formatPercent, formatPoints } from '../../components/format/number.ts'
import { useMethodName } from '../../components/method/use-method-name.ts'
import { Section } from '../../components/section/section.tsx'
import type { LiveParts } from './live-parts.ts'
import { type MethodShare, methodMix } from './method-mix.ts'
import classes from './method-table.module.css'

const SHOWN = 12

/** How people pay today: share of sales against last week's, and how many were approved. */
export function MethodTable({ state, lastWordMs, rates, comparison }: LiveParts) {
  const translate = useTranslations('live.methods')
  const mix = methodMix(state.stores.values(), comparison, rates)
  const shown = mix.slice(0, SHOWN)
  const largest = Math.max(0.01, ...shown.flatMap((method) => [method.share, method.lastWeekShare ?? 0]))
  return (
    <Section title={translate('title')} note={translate('note')} aside={<Age sinceMs={lastWordMs} />}>
      {shown.length === 0 ? (
        <p className={classes.none}>{translate('none')}</p>
      ) : (
        <DataTable caption={translate('title')} rowHeight={25} layout="fixed" className={classes.table}>
          <colgroup>
            <col />
            <col className={classes.barColumn} />
            <col className={classes.percentColumn} />
            <col className={classes.changeColumn} />
            <col className={classes.percentColumn} />
          </colgroup>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('method')}</Table.Th>
              <Table.Th className={classes.barCell}>{translate('share')}</Table.Th>
              <Table.Th data-right>{translate('percent')}</Table.Th>
              <Table.Th data-right>{translate('change')}</Table.Th>
              <Table.Th data-right>{translate('approved')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((method) => (
              <MethodRow key={method.key} method={method} largest={largest} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      {mix.length > SHOWN ? <p className={classes.none}>{translate('more', { count: mix.length - SHOWN })}</p> : null}
    </Section>
  )
}

function MethodRow({ method, largest }: { readonly method: MethodShare; readonly largest: number }) {
  const translate = useTranslations('live.methods')
  const locale = useLocale()
  const nameOf = useMethodName()
  const share = formatPercent(method.share, locale)
  const lastWeek = method.lastWeekShare === null ? null : formatPercent(method.lastWeekShare, locale)
  return (
    <Table.Tr>
      <Table.Td title={nameOf(method) ?? method.scheme}>{nameOf(method) ?? method.scheme}</Table.Td>
      <Table.Td className={classes.barCell}>
        <svg
          className={classes.bar}
          role="img"
          aria-label={lastWeek === null ? translate('shareOnly', { share }) : translate('shareLabel', { share, lastWeek })}
        >
          <rect className={classes.fill} y="3" height="8" width={`${(method.share / largest) * 96}%`} />
          {method.lastWeekShare === null ? null : (
            <rect className={classes.tick} y="0" height="14" width="1.5" x={`${(method.lastWeekShare / largest) * 96}%`} />
          )}
        </svg>
      </Table.Td>
      <Table.Td data-right>{share}</Table.Td>
      <Table.Td data-right className={classes.quiet}>
        {method.lastWeekShare === null
          ? unknownMark
          : formatPoints(method.share - method.lastWeekShare, locale).split(hardSpace)[0]}
      </Table.Td>
      <Table.Td data-right>
        {method.finished === 0 ? unknownMark : formatPercent(method.approved / method.finished, locale)}
      </Table.Td>
    </Table.Tr>
  )
}
