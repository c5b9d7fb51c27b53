'use client'

import { Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatCount } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import classes from './devices-unwell.module.css'
import { devicesUnwell, type UnwellDevice } from './list-unwell-devices.ts'
import type { LiveParts } from './live-parts.ts'

const SHOWN = 8

/** Terminals and stores that do not work as they should, the most urgent first. */
export function DevicesUnwell({ state, lastWordMs, asOfMs }: LiveParts) {
  const translate = useTranslations('live.devices')
  const locale = useLocale()
  const { scope } = useScope()
  const stores = [...state.stores.values()]
  const unwell = devicesUnwell(stores)
  const all = stores.reduce((sum, store) => sum + store.terminals.length, 0)
  return (
    <Section
      title={translate('title')}
      note={
        unwell.length === 0
          ? null
          : translate('note', { count: formatCount(unwell.length, locale), all: formatCount(all, locale) })
      }
      aside={<Age sinceMs={lastWordMs} />}
    >
      {unwell.length === 0 ? (
        <p className={classes.none}>{translate('none')}</p>
      ) : (
        <DataTable caption={translate('title')} rowHeight={42} layout="fixed">
          <colgroup>
            <col className={classes.stateColumn} />
            <col />
            <col className={classes.sinceColumn} />
          </colgroup>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('state')}</Table.Th>
              <Table.Th>{translate('where')}</Table.Th>
              <Table.Th data-right>{translate('since')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {unwell.slice(0, SHOWN).map((device) => (
              <UnwellRow key={device.key} device={device} past={asOfMs !== null} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      {unwell.length > SHOWN ? (
        <Link href={hrefInScope('/stores', scope)} data-link className={classes.more}>
          {translate('more', { count: unwell.length - SHOWN })}
        </Link>
      ) : null}
    </Section>
  )
}

function UnwellRow({
  device: { store, state, sinceMs, terminal, waiting },
  past,
}: {
  readonly device: UnwellDevice
  readonly past: boolean
}) {
  const translate = useTranslations('live.devices')
  const locale = useLocale()
  const nowMs = useNowMs()
  const reasonWord = useKnownWord('stores', 'reasons')
  const reason =
    terminal === null
      ? past
        ? ''
        : translate('eventsThere', { count: waiting })
      : (terminal.text ?? (terminal.reason === null || terminal.reason === state ? '' : reasonWord(terminal.reason)))
  return (
    <Table.Tr>
      <Table.Td>
        <Status axis="terminal" state={state} />
        <small title={reason}>{reason}</small>
      </Table.Td>
      <Table.Td>
        <StoreName store={store} href={`/stores/${store.storeId}`} />
        {terminal === null ? null : (
          <small>{[translate('lane', { lane: terminal.lane }), terminal.note].filter(Boolean).join(' · ')}</small>
        )}
      </Table.Td>
      <Table.Td data-right>{formatSpan(nowMs - sinceMs, locale)}</Table.Td>
    </Table.Tr>
  )
}
