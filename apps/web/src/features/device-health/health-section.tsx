'use client'

import type { DeviceHealth } from '@counterfoil/services/device-health'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './device-health.module.css'
import { FindingWords } from './finding.tsx'
import { HealthBand } from './health-band.tsx'
import { HealthFigures } from './health-figures.tsx'
import { useHealthWords } from './use-health-words.ts'

const AGAIN_MS = 15_000

/** How a device is: what is wrong now and what to do, the last seven days as a band, and what was wrong in them. */
export function HealthSection({ id }: { readonly id: number }) {
  const translate = useTranslations('health.device')
  const api = useApi()
  const { data, error, refetch, dataUpdatedAt } = useQuery(api.devices.health.queryOptions({ id }, { refetchInterval: AGAIN_MS }))
  return (
    <Section title={translate('section')} aside={data === undefined ? null : <Age sinceMs={dataUpdatedAt} />}>
      {data !== undefined ? (
        <Shown health={data} />
      ) : error === null ? (
        <p className={classes.well} aria-busy="true">
          …
        </p>
      ) : (
        <ErrorState title={translate('failed')} message={error.message} onRetry={() => void refetch()} />
      )}
    </Section>
  )
}

function Shown({ health }: { readonly health: DeviceHealth }) {
  const translate = useTranslations('health.device')
  const words = useHealthWords()
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const time = (atMs: number) => formatDateTime(atMs, place, nowMs)
  return (
    <>
      {health.now.length === 0 ? (
        <p className={classes.well}>{translate('well')}</p>
      ) : (
        <ul className={classes.now}>
          {health.now.map((finding) => (
            <li key={finding.id} data-severity={finding.severity}>
              <FindingWords finding={finding} more={formatSpan(nowMs - finding.sinceMs, place.locale)} />
              <p className={classes.next}>{translate('next', { what: words(finding).next })}</p>
            </li>
          ))}
        </ul>
      )}
      {health.spans.length === 0 ? null : <HealthBand health={health} />}
      <HealthFigures health={health} />
      {health.past.length === 0 ? null : (
        <DataTable caption={translate('pastCaption')} rowHeight={42} stacked>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('past')}</Table.Th>
              <Table.Th>{translate('when')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {health.past.map((finding) => (
              <Table.Tr key={finding.id}>
                <Table.Td className={classes.words}>
                  <FindingWords finding={finding} />
                </Table.Td>
                <Table.Td className={classes.words} data-label={translate('when')}>
                  {time(finding.sinceMs)}
                  <small>{finding.untilMs === null ? null : formatSpan(finding.untilMs - finding.sinceMs, place.locale)}</small>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </>
  )
}
