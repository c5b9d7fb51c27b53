'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Asked } from './asked.tsx'
import { DoneTable } from './done-table.tsx'
import classes from './inspections.module.css'

interface DeviceInspectionsProps {
  readonly deviceId: number
  readonly storeId: number | null
  /** Who inspects; null: whoever looks does not. */
  readonly inspectorId: string | null
}

const AGAIN_MS = 60_000

/** When a device is looked at next, what was seen the last times, and the way to all of them. */
export function DeviceInspections({ deviceId, storeId, inspectorId }: DeviceInspectionsProps) {
  const translate = useTranslations('inspections')
  const api = useApi()
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const asked = useQuery(api.inspections.ofDevice.queryOptions({ deviceId }, { refetchInterval: AGAIN_MS }))
  return (
    <Section
      title={translate('title')}
      aside={
        inspectorId === null || storeId === null ? null : (
          <a href={`/inspections/do?store=${storeId}`} data-link>
            {translate('waiting.inspect')}
          </a>
        )
      }
    >
      <Asked of={asked}>
        {({ next, inspections, more }) => (
          <>
            <p className={classes.nextOne}>
              {next === null ? (
                translate('device.notWaited')
              ) : (
                <>
                  <Status axis="inspection" state={next.state} />
                  <span>
                    {translate('device.next', {
                      day: formatDate(next.dueAtMs, place),
                      class: translate(`classes.${next.class}`),
                      days: next.days,
                    })}
                  </span>
                </>
              )}
            </p>
            {inspections.length === 0 ? (
              <p className={classes.none}>{translate('device.never')}</p>
            ) : (
              <DoneTable inspections={inspections} inspectorId={inspectorId} ofOne />
            )}
            {inspections.length === 0 ? null : (
              <p className={classes.none}>
                <Link href={`/inspections?view=done&device=${deviceId}`} data-link>
                  {more === 0 ? translate('device.history') : translate('device.historyMore', { count: more })}
                </Link>
              </p>
            )}
          </>
        )}
      </Asked>
    </Section>
  )
}
