'use client'

import type { FileDetail, FileLine, FileLinePage } from '@counterfoil/services/funds/files'
import { Button, Table } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { ExactAmount } from '../../../components/money/exact-amount.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { TableExport } from '../tables/table-export.tsx'
import { useDayWords } from '../use-day-words.ts'
import classes from './files.module.css'
import { useKindWords } from './use-kind-words.ts'

/** What an imported file has said, line by line, each with where it stands there. */
export function FileLines({ file }: { readonly file: FileDetail }) {
  const translate = useTranslations('fundsFiles.lines')
  const api = useApi()
  const isIn = file.state === 'imported' || file.state === 'superseded'
  const pages = useInfiniteQuery(
    api.fundsFiles.lines.infiniteQueryOptions(
      { id: file.id },
      {
        enabled: isIn,
        initialCursor: null as number | null,
        getNextPageParam: (last: FileLinePage) => (last.more ? (last.lines.at(-1)?.position ?? null) : null),
      },
    ),
  )
  if (!isIn || (pages.data === undefined && pages.error === null)) return null
  const lines = pages.data?.pages.flatMap((page) => page.lines) ?? []
  const bank = lines[0]?.bank === true
  return (
    <Section
      title={translate('title')}
      note={translate('note')}
      aside={<TableExport name={translate('title')} table="file_lines" query={{ id: file.id }} />}
    >
      {pages.error !== null ? (
        <ErrorState title={translate('failed')} message={pages.error.message} onRetry={() => pages.refetch()} />
      ) : lines.length === 0 ? (
        <p className={classes.quiet}>{translate('none')}</p>
      ) : (
        <DataTable caption={translate('title')} rowHeight={42} stacked>
          <Table.Thead>
            <Table.Tr>
              <Table.Th data-right>{translate('line')}</Table.Th>
              <Table.Th>{translate('kind')}</Table.Th>
              <Table.Th>{translate('when')}</Table.Th>
              <Table.Th>{translate(bank ? 'text' : 'reference')}</Table.Th>
              {bank ? null : <Table.Th data-right>{translate('gross')}</Table.Th>}
              <Table.Th data-right>{translate('net')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <LineRow key={line.position} line={line} fileId={file.id} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      {pages.hasNextPage ? (
        <Button className={classes.more} loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {translate('more')}
        </Button>
      ) : null}
    </Section>
  )
}

function LineRow({ line, fileId }: { readonly line: FileLine; readonly fileId: number }) {
  const translate = useTranslations('fundsFiles.lines')
  const kindWord = useKindWords()
  const dayWords = useDayWords()
  const { bank, currency, fees, gross, kind, net, payout, position, day } = line
  const second = [line.merchantReference, line.card, line.store, line.terminal].filter(Boolean).join(' · ')
  return (
    <Table.Tr>
      <Table.Td data-right className={classes.lineNumber}>
        {line.line}
      </Table.Td>
      <Table.Td data-label={translate('kind')}>
        {bank ? (
          <Link className={classes.link} href={`/funds/bank-lines/${fileId}-${position}`}>
            {kindWord(kind)}
          </Link>
        ) : (
          kindWord(kind)
        )}
        {payout === null ? null : (
          <small>
            <Link className={classes.link} href={`/funds/payouts/${payout.id}`}>
              {translate('payout')} {payout.batch}
            </Link>
          </small>
        )}
      </Table.Td>
      <Table.Td data-label={translate('when')}>{day === null ? '–' : dayWords(day)}</Table.Td>
      <Table.Td data-label={translate(bank ? 'text' : 'reference')} className={classes.name}>
        {bank ? line.text : (line.reference ?? line.text ?? '–')}
        {bank ? line.reference === null ? null : <small>{line.reference}</small> : second === '' ? null : <small>{second}</small>}
      </Table.Td>
      {bank ? null : (
        <Table.Td data-right data-label={translate('gross')}>
          {gross === null ? '–' : <ExactAmount amount={gross} />}
          {fees === null || fees === '0' ? null : (
            <small>
              {translate('fees')} <ExactAmount amount={fees} />
            </small>
          )}
        </Table.Td>
      )}
      <Table.Td data-right data-label={translate('net')}>
        <ExactAmount amount={net} currency={currency} />
      </Table.Td>
    </Table.Tr>
  )
}
