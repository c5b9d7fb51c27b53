'use client'

import type { StoreDetail } from '@counterfoil/services/stores'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatClock, formatDay } from '../../components/format/date-time.ts'
import { unknownMark } from '../../components/format/marks.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './store-sections.module.css'

/** Bytes on the lines that were no message: a sign of a bad cable or a wrong setting. */
export function DiscardedSection({ detail }: { readonly detail: StoreDetail }) {
  const translate = useTranslations('stores.detail')
  const locale = useLocale()
  const nowMs = useNowMs()
  const place = { locale, timeZone: detail.timeZone }
  return (
    <Section title={translate('discarded')} note={translate('discardedNote')}>
      {detail.discarded.length === 0 ? (
        <p className={classes.none}>{translate('noDiscarded')}</p>
      ) : (
        <DataTable caption={translate('discarded')} rowHeight={42} minWidth={520}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('changed')}</Table.Th>
              <Table.Th>{translate('terminal')}</Table.Th>
              <Table.Th>{translate('bytes')}</Table.Th>
              <Table.Th>{translate('why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {detail.discarded.map((bytes, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several may have come in the same millisecond, and rows hold no state
              <Table.Tr key={`${bytes.atMs} ${k}`}>
                <Table.Td>
                  {formatDay(bytes.atMs, place, nowMs)} {formatClock(bytes.atMs, place)}
                </Table.Td>
                <Table.Td>{bytes.key ?? unknownMark}</Table.Td>
                <Table.Td>
                  <code>{bytes.head}</code>
                  <small>{translate('length', { count: bytes.length })}</small>
                </Table.Td>
                <Table.Td>{bytes.why}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}
