'use client'

import type { StoreDetail } from '@counterfoil/services/stores'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatClock, formatDay } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { terminalState } from '../live/index.ts'
import classes from './store-sections.module.css'

/** Conditions of the terminals, newest first, in the store's own time. */
export function ChangesSection({ detail }: { readonly detail: StoreDetail }) {
  const translate = useTranslations('stores.detail')
  const locale = useLocale()
  const nowMs = useNowMs()
  const reasonWord = useKnownWord('stores', 'reasons')
  const place = { locale, timeZone: detail.timeZone }
  return (
    <Section title={translate('changes')} note={translate('changesNote')}>
      {detail.changes.length === 0 ? (
        <p className={classes.none}>{translate('noChanges')}</p>
      ) : (
        <DataTable caption={translate('changes')} rowHeight={30} minWidth={460}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('changed')}</Table.Th>
              <Table.Th>{translate('terminal')}</Table.Th>
              <Table.Th>{translate('state')}</Table.Th>
              <Table.Th data-right>{translate('lasted')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {detail.changes.map((change) => {
              const state = terminalState(change)
              const reason =
                change.text ?? (change.reason === null || change.reason === state ? undefined : reasonWord(change.reason))
              return (
                <Table.Tr key={`${change.terminalId} ${change.sinceMs} ${change.condition}`}>
                  <Table.Td>
                    {formatDay(change.sinceMs, place, nowMs)} {formatClock(change.sinceMs, place)}
                  </Table.Td>
                  <Table.Td>{change.key}</Table.Td>
                  <Table.Td>
                    <Status axis="terminal" state={state} note={reason} />
                  </Table.Td>
                  <Table.Td data-right>
                    {change.untilMs === null ? translate('stillSo') : formatSpan(change.untilMs - change.sinceMs, locale)}
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}
