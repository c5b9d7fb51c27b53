'use client'

import type { ListedInspection } from '@counterfoil/services/inspections'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDate, formatDateTime } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { DoneActions } from './done-actions.tsx'
import classes from './inspections.module.css'
import { judgePhoneTimes } from './judge-phone-times.ts'

interface DoneTableProps {
  readonly inspections: readonly ListedInspection[]
  /** Who would correct one; null: whoever looks may not. */
  readonly inspectorId: string | null
  /** All are of the one device whose page this is. */
  readonly ofOne?: boolean
}

/** Each inspection with both its times, what was found, its photos, and its correction. */
export function DoneTable({ inspections, inspectorId, ofOne = false }: DoneTableProps) {
  const translate = useTranslations('inspections.done')
  return (
    <DataTable caption={translate('caption')} rowHeight={42} stacked>
      <Table.Thead>
        <Table.Tr>
          {ofOne ? null : <Table.Th>{translate('where')}</Table.Th>}
          <Table.Th>{translate('recorded')}</Table.Th>
          <Table.Th>{translate('result')}</Table.Th>
          <Table.Th>{translate('seal')}</Table.Th>
          <Table.Th>{translate('by')}</Table.Th>
          <Table.Th>{translate('photos')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {inspections.map((one) => (
          <Table.Tr key={one.id}>
            {ofOne ? null : (
              <Table.Td>
                <StoreName
                  store={{ code: one.storeCode, name: one.storeName, nameLang: one.storeNameLang }}
                  href={`/devices/${one.deviceId}`}
                />
                <span className={classes.second}>{[one.make, one.model, one.serial].filter(Boolean).join(' ')}</span>
              </Table.Td>
            )}
            <TimesCell one={one} />
            <ResultCell one={one} />
            <Table.Td data-label={translate('seal')}>
              {one.sealNumber === null ? translate('noSeal') : translate('sealWord', { number: one.sealNumber })}
              <span className={classes.second}>{one.labelSerial}</span>
            </Table.Td>
            <Table.Td data-label={translate('by')}>
              {one.by}
              {one.trained ? null : <span className={classes.warn}> {translate('untrained')}</span>}
            </Table.Td>
            <Table.Td data-label={translate('photos')}>
              <DoneActions one={one} inspectorId={inspectorId} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function TimesCell({ one }: { readonly one: ListedInspection }) {
  const translate = useTranslations('inspections.done')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { offMs, waitedMs } = judgePhoneTimes(one)
  return (
    <Table.Td data-label={translate('recorded')}>
      {formatDateTime(one.recordedAtMs, place, nowMs)}
      <span className={classes.second}>{translate('phone', { time: formatDateTime(one.doneAtMs, place, nowMs) })}</span>
      {waitedMs === null ? null : (
        <span className={classes.second}>{translate('waited', { span: formatSpan(waitedMs, locale) })}</span>
      )}
      {offMs === null ? null : <span className={classes.warn}>{translate('clockOff', { span: formatSpan(offMs, locale) })}</span>}
    </Table.Td>
  )
}

function ResultCell({ one }: { readonly one: ListedInspection }) {
  const translate = useTranslations('inspections')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  return (
    <Table.Td data-label={translate('done.result')}>
      <Status axis="inspectionResult" state={one.result} stale={one.correctedBy !== null} />
      {one.findings.length === 0 ? null : (
        <span className={classes.second}>{one.findings.map((finding) => translate(`findings.${finding}`)).join(', ')}</span>
      )}
      {one.note === null ? null : <span className={classes.second}>{one.note}</span>}
      {one.corrects === null ? null : (
        <span className={classes.second}>{translate('done.corrects', { day: formatDate(one.lookedAtMs, place) })}</span>
      )}
      {one.correctedBy === null ? null : <span className={classes.second}>{translate('done.corrected')}</span>}
    </Table.Td>
  )
}
