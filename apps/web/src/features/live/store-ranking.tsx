'use client'

import { Table } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Age } from '../../components/age/age.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { unknownMark } from '../../components/format/marks.ts'
import { formatCount, formatDifference } from '../../components/format/number.ts'
import { Amount } from '../../components/money/amount.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Section } from '../../components/section/section.tsx'
import { Sparkline } from '../../components/sparkline/sparkline.tsx'
import { Glyph } from '../../components/status/glyph.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { useApi } from '../../trpc/client.tsx'
import { isReporting } from './figures.ts'
import { changeOf } from './hours-series.ts'
import type { LiveParts } from './live-parts.ts'
import { inOrder, type RankedStore, rankStores } from './rank-stores.ts'
import { ReadingArea } from './reading-area.tsx'
import classes from './store-ranking.module.css'

const SHOWN = 12
const PATTERNS_EVERY_MS = 60_000

/** Stores by what they sold on their own business day. The order is renewed while nobody reads the table. */
export function StoreRanking({ state, lastWordMs, rates, asOfMs }: LiveParts) {
  const translate = useTranslations('live.ranking')
  const locale = useLocale()
  const api = useApi()
  const { scope } = useScope()
  const [reading, setReading] = useState(false)
  const order = useRef<readonly number[]>([])
  const ranked = rankStores(state.stores.values(), rates)
  if (!reading || order.current.length === 0) order.current = ranked.map((row) => row.store.storeId)
  const shown = inOrder(ranked, order.current).slice(0, SHOWN)
  const storeIds = shown.map((row) => row.store.storeId).sort((a, b) => a - b)
  const patterns = useQuery(
    api.live.patterns.queryOptions(
      { storeIds, ...(asOfMs === null ? {} : { asOfMs }) },
      { refetchInterval: asOfMs === null ? PATTERNS_EVERY_MS : false, placeholderData: keepPreviousData },
    ),
  )
  const patternOf = new Map(patterns.data?.map((pattern) => [pattern.storeId, pattern]))
  return (
    <Section
      title={translate('title')}
      note={translate('note', { shown: shown.length, all: formatCount(ranked.length, locale) })}
      aside={<Age sinceMs={lastWordMs} />}
    >
      {patterns.error !== null && patterns.data === undefined ? (
        <ErrorState title={translate('failed')} message={patterns.error.message} onRetry={() => patterns.refetch()} />
      ) : null}
      <ReadingArea onStart={() => setReading(true)} onEnd={() => setReading(false)}>
        <DataTable caption={translate('title')} rowHeight={33} layout="fixed">
          <colgroup>
            <col />
            <col className={classes.patternColumn} />
            <col className={classes.salesColumn} />
            <col className={classes.differenceColumn} />
            <col className={classes.unknownColumn} />
          </colgroup>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('store')}</Table.Th>
              <Table.Th className={classes.patternCell}>{translate('pattern')}</Table.Th>
              <Table.Th data-right>{translate('sales')}</Table.Th>
              <Table.Th data-right className={classes.differenceCell}>
                {translate('difference')}
              </Table.Th>
              <Table.Th data-right className={classes.unknownCell}>
                {translate('unknown')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => (
              <RankedRow key={row.store.storeId} row={row} pattern={patternOf.get(row.store.storeId)} />
            ))}
          </Table.Tbody>
        </DataTable>
      </ReadingArea>
      {ranked.length > shown.length ? (
        <Link href={hrefInScope('/stores', scope)} data-link className={classes.all}>
          {translate('all', { count: formatCount(ranked.length, locale) })}
        </Link>
      ) : null}
    </Section>
  )
}

interface Pattern {
  readonly today: readonly number[]
  readonly lastWeek: readonly number[] | null
  readonly lastWeekSoFarMinor: number | null
}

function RankedRow({ row: { store, own }, pattern }: { readonly row: RankedStore; readonly pattern: Pattern | undefined }) {
  const translate = useTranslations('live.ranking')
  const locale = useLocale()
  const change = changeOf(own.amountMinor, pattern?.lastWeekSoFarMinor ?? null)
  return (
    <Table.Tr>
      <Table.Td>
        <StoreName store={store} href={`/stores/${store.storeId}`} />
        {isReporting(store) ? null : (
          <span className={classes.silent}>
            <Glyph name="stale" tone="stale" /> {translate('notReporting')}
          </span>
        )}
      </Table.Td>
      <Table.Td className={classes.patternCell}>
        {pattern === undefined ? null : (
          <Sparkline values={pattern.today} compared={pattern.lastWeek} label={translate('patternLabel')} />
        )}
      </Table.Td>
      <Table.Td data-right className={classes.strong}>
        <Amount {...own} />
      </Table.Td>
      <Table.Td data-right className={classes.differenceCell}>
        {change === null ? unknownMark : formatDifference(change, locale)}
      </Table.Td>
      <Table.Td data-right className={classes.unknownCell}>
        {store.unknowns.length === 0 ? (
          <span className={classes.nothing}>·</span>
        ) : (
          <span className={classes.unknown}>
            <Glyph name="unk" tone="unk" /> {formatCount(store.unknowns.length, locale)}
          </span>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
