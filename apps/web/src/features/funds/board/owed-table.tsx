'use client'

import type { AgeBand, FundsBoard, OwedCell } from '@counterfoil/services/funds'
import type { Rates } from '@counterfoil/services/rates'
import { SegmentedControl, Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Age } from '../../../components/age/age.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { formatAmountLarge, formatMoneyLarge } from '../../../components/format/money.ts'
import { type AddedUp, addUp } from '../../../components/money/add-up.ts'
import { useRateWords } from '../../../components/money/use-rate-words.ts'
import { hrefInScope } from '../../../components/scope/scope.ts'
import { useScope } from '../../../components/scope/use-scope.ts'
import { Section } from '../../../components/section/section.tsx'
import { Glyph } from '../../../components/status/glyph.tsx'
import { paymentsAddress } from '../payments-address.ts'
import { TableExport } from '../tables/table-export.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import { bands, type OwedRow, overdueBands, owedRows } from './owed-rows.ts'
import classes from './owed-table.module.css'
import { OwingStores } from './owing-stores.tsx'

const views = ['acquirer', 'store'] as const
type View = (typeof views)[number]

/** Who owes us what, since when: each figure leads to its payments. */
export function OwedTable({ board, rates }: { readonly board: FundsBoard; readonly rates: Rates }) {
  const translate = useTranslations('funds.owed')
  const rateWords = useRateWords()
  const { scope } = useScope()
  const [view, setView] = useState<View>('acquirer')
  const rows = owedRows(board.owed)
  const total = addUp(
    rows.map(({ currency, totalMinor }) => ({ currency, amountMinor: totalMinor })),
    rates,
  )
  return (
    <Section
      title={translate('title')}
      note={total.rate === null ? null : translate('noteRate', { source: rateWords(total.rate) })}
      aside={
        <>
          <SegmentedControl
            aria-label={translate('by')}
            value={view}
            onChange={(value) => setView(views.find((one) => one === value) ?? 'acquirer')}
            data={views.map((value) => ({ value, label: translate(value) }))}
          />
          <TableExport name={translate('title')} table={view === 'store' ? 'owing_stores' : 'owed'} query={{ scope }} />
          <Age sinceMs={board.asOfMs} limits={{ freshMs: 60_000, staleMs: 180_000 }} />
        </>
      }
    >
      {view === 'store' ? <OwingStores /> : <ByAcquirer board={board} rows={rows} total={total} rates={rates} />}
    </Section>
  )
}

interface ByAcquirerProps {
  readonly board: FundsBoard
  readonly rows: readonly OwedRow[]
  readonly total: AddedUp
  readonly rates: Rates
}

function ByAcquirer({ board, rows, total, rates }: ByAcquirerProps) {
  const translate = useTranslations('funds.owed')
  const locale = useLocale()
  const nameOf = useAcquirerName()
  const { scope } = useScope()
  const sumOf = (band: AgeBand) =>
    addUp(
      board.owed.filter((cell) => cell.band === band).map(({ currency, owedMinor }) => ({ currency, amountMinor: owedMinor })),
      rates,
    )
  return (
    <DataTable caption={translate('title')} minWidth={640} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('acquirer')}</Table.Th>
          {bands.map((band) => (
            <Table.Th key={band} data-right>
              {translate(`bands.${band}`)}
            </Table.Th>
          ))}
          <Table.Th data-right>{translate('total')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={`${row.acquirer} ${row.currency}`}>
            <Table.Td>
              <span className={classes.name}>{nameOf(row.acquirer)}</span> <span className={classes.quiet}>{row.currency}</span>
            </Table.Td>
            {bands.map((band) => (
              <Table.Td
                key={band}
                data-right
                className={row.bands[band] === undefined ? classes.empty : undefined}
                data-label={translate(`bands.${band}`)}
              >
                <Cell cell={row.bands[band]} />
              </Table.Td>
            ))}
            <Table.Td data-right data-label={translate('total')}>
              <Link
                className={classes.figure}
                href={hrefInScope(paymentsAddress({ acquirer: row.acquirer, currency: row.currency }), scope)}
              >
                {formatAmountLarge({ amountMinor: row.totalMinor, currency: row.currency }, locale)}
              </Link>
            </Table.Td>
          </Table.Tr>
        ))}
        {board.notTold.map(({ currency, amountMinor, payments }) => (
          <Table.Tr key={`not told ${currency}`}>
            <Table.Td colSpan={bands.length + 1}>
              <Link className={classes.figure} href={hrefInScope(paymentsAddress({ state: 'not_told', currency }), scope)}>
                <Glyph name="warn" tone="warn" /> {translate('notTold', { count: payments })}
              </Link>{' '}
              <span className={classes.quiet}>{currency}</span>
            </Table.Td>
            <Table.Td data-right>{formatAmountLarge({ amountMinor, currency }, locale)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr className={classes.sum}>
          <Table.Td>{translate('all', { currency: total.currency })}</Table.Td>
          {bands.map((band) => (
            <Table.Td
              key={band}
              data-right
              className={board.owed.some((cell) => cell.band === band) ? undefined : classes.empty}
              data-label={translate(`bands.${band}`)}
            >
              <Sum sum={sumOf(band)} />
            </Table.Td>
          ))}
          <Table.Td data-right data-label={translate('total')}>
            <Sum sum={total} />
          </Table.Td>
        </Table.Tr>
      </Table.Tfoot>
    </DataTable>
  )
}

function Cell({ cell }: { readonly cell: OwedCell | undefined }) {
  const translate = useTranslations('funds.owed')
  const locale = useLocale()
  const { scope } = useScope()
  if (cell === undefined) return <span className={classes.nothing}>·</span>
  const overdue = overdueBands.includes(cell.band)
  const missing = cell.missing > 0
  return (
    <Link
      className={classes.figure}
      data-finding={overdue ? (missing ? 'missing' : 'late') : undefined}
      href={hrefInScope(paymentsAddress({ acquirer: cell.acquirer, currency: cell.currency, band: cell.band }), scope)}
      title={translate('cellTitle', { payments: cell.payments, stores: cell.stores })}
    >
      {overdue ? (
        <Glyph name={missing ? 'miss' : 'due'} tone={missing ? 'crit' : 'warn'} label={translate(missing ? 'missing' : 'late')} />
      ) : null}
      {formatAmountLarge({ amountMinor: cell.owedMinor, currency: cell.currency }, locale)}
    </Link>
  )
}

/** In the currency of its row. What has no rate is not in the sum, and told. */
function Sum({ sum }: { readonly sum: AddedUp }) {
  const translate = useTranslations('funds.owed')
  const locale = useLocale()
  if (sum.amountMinor === 0 && sum.unconverted.length === 0) return <span className={classes.nothing}>·</span>
  const besides = sum.unconverted.map((amount) => formatMoneyLarge(amount, locale)).join(', ')
  return (
    <span title={besides === '' ? undefined : translate('besides', { amounts: besides })}>
      {formatAmountLarge(sum, locale)}
      {besides === '' ? null : ' *'}
    </span>
  )
}
