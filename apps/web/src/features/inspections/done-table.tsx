'use client'

import type { ListedInspection } from '@counterfoil/services/inspections'
import { Button, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { saveFile } from '../../components/download/save-file.ts'
import { useFetchFile } from '../../components/download/use-fetch-file.ts'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import classes from './inspections.module.css'
import { judgePhoneTimes } from './judge-phone-times.ts'

/** Each inspection with both its times, what was found, and its photos, which are taken as files. */
export function DoneTable({ inspections }: { readonly inspections: readonly ListedInspection[] }) {
  const translate = useTranslations('inspections.done')
  const fetchFile = useFetchFile()
  const take = useMutation({
    mutationFn: async (id: string) => {
      const { fileName, blob } = await fetchFile({ what: 'document', id })
      saveFile(fileName, blob, 'application/octet-stream')
    },
  })
  return (
    <>
      <ProblemLine text={take.error?.message ?? null} />
      <DataTable caption={translate('caption')} rowHeight={42} stacked>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('where')}</Table.Th>
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
              <Table.Td>
                <StoreName
                  store={{ code: one.storeCode, name: one.storeName, nameLang: one.storeNameLang }}
                  href={`/devices/${one.deviceId}`}
                />
                <span className={classes.second}>{[one.make, one.model, one.serial].filter(Boolean).join(' ')}</span>
              </Table.Td>
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
                <div className={classes.buttons}>
                  {one.photos.map(({ id }, at) => (
                    <Button
                      key={id}
                      size="compact-sm"
                      loading={take.isPending && take.variables === id}
                      aria-label={translate('photoNamed', { number: at + 1, serial: one.serial ?? '' })}
                      onClick={() => take.mutate(id)}
                    >
                      {translate('photo', { number: at + 1 })}
                    </Button>
                  ))}
                </div>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </>
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
  return (
    <Table.Td data-label={translate('done.result')}>
      <Status axis="inspectionResult" state={one.result} stale={one.correctedBy !== null} />
      {one.findings.length === 0 ? null : (
        <span className={classes.second}>{one.findings.map((finding) => translate(`findings.${finding}`)).join(', ')}</span>
      )}
      {one.note === null ? null : <span className={classes.second}>{one.note}</span>}
      {one.corrects === null ? null : <span className={classes.second}>{translate('done.corrects')}</span>}
      {one.correctedBy === null ? null : <span className={classes.second}>{translate('done.corrected')}</span>}
    </Table.Td>
  )
}
