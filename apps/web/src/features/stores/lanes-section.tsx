'use client'

import type { LiveStore } from '@counterfoil/services/live'
import type { StoreDetail, StoreTerminal } from '@counterfoil/services/stores'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { unknownMark } from '../../components/format/marks.ts'
import { formatSpan } from '../../components/format/span.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { TouchedBy } from '../../components/touched-by/touched-by.tsx'
import { isReporting, terminalState } from '../live/index.ts'
import classes from './store-sections.module.css'

interface LanesSectionProps {
  readonly detail: StoreDetail
  readonly live: LiveStore | undefined
  readonly lastWordMs: number | null
}

/** Each lane's terminal: how it is and since when, what it is and where it is plugged in. */
export function LanesSection({ detail, live, lastWordMs }: LanesSectionProps) {
  const translate = useTranslations('stores.detail')
  return (
    <Section
      title={translate('lanes')}
      note={translate('lanesNote', { count: detail.terminals.length })}
      aside={<Age sinceMs={lastWordMs} />}
    >
      {detail.terminals.length === 0 ? (
        <p className={classes.none}>{translate('noTerminals')}</p>
      ) : (
        <DataTable caption={translate('lanes')} rowHeight={42} minWidth={620}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('lane')}</Table.Th>
              <Table.Th>{translate('state')}</Table.Th>
              <Table.Th>{translate('since')}</Table.Th>
              <Table.Th>{translate('terminal')}</Table.Th>
              <Table.Th>{translate('connection')}</Table.Th>
              <Table.Th>{translate('tid')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {detail.terminals.map((terminal) => (
              <LaneRow key={terminal.terminalId} terminal={terminal} live={live} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}

function LaneRow({ terminal, live }: { readonly terminal: StoreTerminal; readonly live: LiveStore | undefined }) {
  const locale = useLocale()
  const nowMs = useNowMs()
  const translate = useTranslations('stores')
  const reasonWord = useKnownWord('stores', 'reasons')
  const linkWord = useKnownWord('stores', 'links')
  const now = live?.terminals.find((each) => each.terminalId === terminal.terminalId)
  const reporting = live !== undefined && isReporting(live)
  const state = now === undefined ? 'unseen' : terminalState(now)
  const reason =
    now?.text ?? (now?.reason === null || now?.reason === undefined || now.reason === state ? '' : reasonWord(now.reason))
  return (
    <Table.Tr>
      <Table.Td>{terminal.lane}</Table.Td>
      <Table.Td>
        <Status axis="terminal" state={state} stale={!reporting} note={reporting ? undefined : translate('lastKnown')} />
        {reason === '' ? null : <small title={reason}>{reason}</small>}
      </Table.Td>
      <Table.Td>{now === undefined ? unknownMark : formatSpan(nowMs - now.sinceMs, locale)}</Table.Td>
      <Table.Td>
        {terminal.model ?? terminal.label ?? terminal.key}
        <small>
          {[terminal.key, terminal.serial, terminal.note].filter(Boolean).join(' · ')}{' '}
          <TouchedBy type="terminal" id={terminal.terminalId} />
        </small>
      </Table.Td>
      <Table.Td>
        {terminal.protocol.toUpperCase()} · {linkWord(terminal.link)}
        <small>
          <code>{terminal.address}</code>
        </small>
      </Table.Td>
      <Table.Td>
        <code>{terminal.tid ?? unknownMark}</code>
        {terminal.merchantNumber === null ? null : (
          <small>
            <code>{terminal.merchantNumber}</code>
          </small>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
