'use client'

import type { LivePayment } from '@counterfoil/protocol'
import type { LiveStore } from '@counterfoil/services/live'
import { Button, Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { unknownMark } from '../../components/format/marks.ts'
import { formatSpan } from '../../components/format/span.ts'
import { useMethodName } from '../../components/method/use-method-name.ts'
import { Amount } from '../../components/money/amount.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './latest-payments.module.css'
import type { LiveParts } from './live-parts.ts'
import { ReadingArea } from './reading-area.tsx'
import { useHeldRows } from './use-held-rows.ts'

const SHOWN = 12

/** Payments as they come; they stop while the pointer or the focus is among them. */
export function LatestPayments({ state, lastWordMs }: LiveParts) {
  const translate = useTranslations('live.latest')
  const { scope } = useScope()
  const list = useHeldRows(state.payments, SHOWN)
  return (
    <Section
      title={translate('title')}
      note={list.held && list.waiting === 0 ? translate('held') : <OutcomeLegend />}
      aside={
        list.waiting > 0 ? (
          <Button size="compact-xs" variant="light" onClick={list.renew} onFocus={list.hold} onPointerEnter={list.hold}>
            {translate('waiting', { count: list.waiting })}
          </Button>
        ) : (
          <Age sinceMs={lastWordMs} />
        )
      }
    >
      <ReadingArea className={classes.list} onStart={list.hold} onEnd={list.release}>
        {list.rows.length === 0 ? (
          <p className={classes.none}>{translate('none')}</p>
        ) : (
          <DataTable caption={translate('title')} rowHeight={25} layout="fixed">
            <colgroup>
              <col className={classes.ageColumn} />
              <col />
              <col className={classes.methodColumn} />
              <col className={classes.amountColumn} />
              <col className={classes.outcomeColumn} />
            </colgroup>
            <Table.Thead className={classes.heads}>
              <Table.Tr>
                <Table.Th>{translate('when')}</Table.Th>
                <Table.Th>{translate('store')}</Table.Th>
                <Table.Th className={classes.method}>{translate('method')}</Table.Th>
                <Table.Th data-right>{translate('amount')}</Table.Th>
                <Table.Th data-right>{translate('outcome')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.rows.map((row) => (
                <LatestRow key={row.id} row={row} store={state.stores.get(row.storeId)} />
              ))}
            </Table.Tbody>
          </DataTable>
        )}
      </ReadingArea>
      <Link href={hrefInScope('/payments', scope)} data-link className={classes.all}>
        {translate('all')}
      </Link>
    </Section>
  )
}

function LatestRow({ row, store }: { readonly row: LivePayment; readonly store: LiveStore | undefined }) {
  const locale = useLocale()
  const nowMs = useNowMs()
  const { scope } = useScope()
  const methodName = useMethodName({ short: true })
  return (
    <Table.Tr className={classes.row} data-payment={row.id}>
      <Table.Td className={classes.age}>{formatSpan(nowMs - row.openedAtMs, locale)}</Table.Td>
      <Table.Td>
        <Link className={classes.link} href={hrefInScope(`/payments/${row.id}`, scope)}>
          {store === undefined ? (
            unknownMark
          ) : (
            <>
              {store.code} <span lang={store.nameLang}>{store.name}</span>
            </>
          )}
        </Link>
        <small className={classes.under}>{methodName(row) ?? unknownMark}</small>
      </Table.Td>
      <Table.Td className={classes.method}>{methodName(row) ?? unknownMark}</Table.Td>
      <Table.Td data-right>
        <Amount amountMinor={row.kind === 'sale' ? row.amountMinor : -row.amountMinor} currency={row.currency} />
      </Table.Td>
      <Table.Td data-right>
        <Status axis="outcome" state={row.outcome} as="glyph" />
      </Table.Td>
    </Table.Tr>
  )
}

function OutcomeLegend() {
  return (
    <span className={classes.legend}>
      <Status axis="outcome" state="approved" />
      <Status axis="outcome" state="declined" />
      <Status axis="outcome" state="unknown" />
    </span>
  )
}
