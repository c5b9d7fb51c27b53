'use client'

import { NativeSelect, Table } from '@mantine/core'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatAge } from '../../components/format/age.ts'
import { formatSpan } from '../../components/format/span.ts'
import { Amount } from '../../components/money/amount.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { salesToday } from '../live/index.ts'
import { orderStores, parseOrder, type StoreLine, storeOrders } from './store-order.ts'
import classes from './store-table.module.css'
import { TerminalSummary } from './terminal-summary.tsx'

interface StoreTableProps {
  readonly lines: readonly StoreLine[]
  readonly lastWordMs: number | null
  readonly lastSaleKnown: boolean
}

/** Stores in an order that is said in words and stands in the address. */
export function StoreTable({ lines, lastWordMs, lastSaleKnown }: StoreTableProps) {
  const translate = useTranslations('stores')
  const { order, setOrder } = useOrder()
  return (
    <Section
      title={translate('title')}
      note={translate('note', { count: lines.length, order: translate(`orders.${order}`) })}
      aside={
        <>
          <NativeSelect
            aria-label={translate('sort')}
            data={storeOrders.map((value) => ({ value, label: translate(`orders.${value}`) }))}
            value={order}
            onChange={(event) => setOrder(event.currentTarget.value)}
            size="xs"
          />
          <Age sinceMs={lastWordMs} />
        </>
      }
    >
      <DataTable caption={translate('caption')} rowHeight={42} layout="fixed" className={classes.table}>
        <colgroup>
          <col className={classes.storeColumn} />
          <col className={classes.agentColumn} />
          <col className={classes.terminalColumn} />
          <col className={classes.lastSaleColumn} />
          <col className={classes.salesColumn} />
        </colgroup>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('columns.store')}</Table.Th>
            <Table.Th className={classes.agent}>{translate('columns.agent')}</Table.Th>
            <Table.Th className={classes.terminals}>{translate('columns.terminals')}</Table.Th>
            <Table.Th data-right className={classes.lastSale}>
              {translate('columns.lastSale')}
            </Table.Th>
            <Table.Th data-right>{translate('columns.sales')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {orderStores(lines, order).map((line) => (
            <StoreRow key={line.store.storeId} line={line} lastSaleKnown={lastSaleKnown} />
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  )
}

function StoreRow({ line, lastSaleKnown }: { readonly line: StoreLine; readonly lastSaleKnown: boolean }) {
  const translate = useTranslations('stores')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { store } = line
  const sales = salesToday([store])
  return (
    <Table.Tr>
      <Table.Td>
        <StoreName store={store} href={`/stores/${store.storeId}`} />
        <div className={classes.under}>
          <TerminalSummary line={line} />
        </div>
        <small className={classes.place} lang={store.nameLang}>
          {[store.city, store.region].filter(Boolean).join(', ')}
        </small>
      </Table.Td>
      <Table.Td className={classes.agent}>
        <AgentCell line={line} />
      </Table.Td>
      <Table.Td className={classes.terminals}>
        <TerminalSummary line={line} />
      </Table.Td>
      <Table.Td data-right className={classes.lastSale}>
        {line.lastSaleAtMs === null ? (lastSaleKnown ? translate('noSale') : '') : formatAge(line.lastSaleAtMs, nowMs, place)}
      </Table.Td>
      <Table.Td data-right>
        {sales.length === 0 ? <Amount amountMinor={0} currency={store.currency} /> : null}
        {sales.map((sum) => (
          <div key={sum.currency}>
            <Amount {...sum} />
          </div>
        ))}
      </Table.Td>
    </Table.Tr>
  )
}

function AgentCell({ line: { store, reporting, waiting, oldestMs } }: { readonly line: StoreLine }) {
  const translate = useTranslations('stores')
  const locale = useLocale()
  const nowMs = useNowMs()
  const { agents } = store
  if (agents.length === 0) return <span className={classes.quiet}>{translate('agents.none')}</span>
  const sinceMs = Math.min(...agents.map((agent) => agent.sinceMs))
  const connected = agents.filter((agent) => agent.connected).length
  return (
    <>
      {agents.length > 1 && connected > 0 && connected < agents.length ? (
        <Status axis="agent" state="offline" note={translate('agents.several', { connected, all: agents.length })} />
      ) : (
        <Status axis="agent" state={reporting ? 'online' : 'offline'} note={formatSpan(nowMs - sinceMs, locale)} />
      )}
      <small>
        {waiting === 0
          ? translate('nothingWaiting')
          : translate('waiting', { events: waiting, span: formatSpan(oldestMs, locale) })}
      </small>
    </>
  )
}

function useOrder() {
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  return {
    order: parseOrder(search.get('sort')),
    setOrder: (value: string | null) => {
      const parameters = new URLSearchParams(search)
      parameters.set('sort', parseOrder(value))
      router.replace(`${pathname}?${parameters}`)
    },
  }
}
