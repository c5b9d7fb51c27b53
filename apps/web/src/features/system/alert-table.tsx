'use client'

import type { ListedAlert } from '@counterfoil/services/operations'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { Glyph } from '../../components/status/glyph.tsx'
import { formatAlertValue } from './alert-value.ts'
import { CauseSubject } from './cause-subject.tsx'
import { KnowAlert } from './know-alert.tsx'
import classes from './system.module.css'

/** What was noticed, as intervals: since when, until when, how bad it was. */
export function AlertTable({ alerts, mayHandle }: { readonly alerts: readonly ListedAlert[]; readonly mayHandle: boolean }) {
  const translate = useTranslations('system.alerts')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const time = (at: Date) => formatDateTime(at.getTime(), { locale, timeZone }, nowMs)
  return (
    <DataTable caption={translate('title')} rowHeight={42} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('what')}</Table.Th>
          <Table.Th>{translate('raised')}</Table.Th>
          <Table.Th>{translate('ended')}</Table.Th>
          <Table.Th>{translate('worst')}</Table.Th>
          <Table.Th>{translate('limit')}</Table.Th>
          <Table.Th>{translate('told')}</Table.Th>
          <Table.Th>{translate('known')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {alerts.map((alert) => (
          <Table.Tr key={alert.id}>
            <Table.Td>
              <span className={classes.rule}>
                <Glyph name="warn" tone={alert.endedAt !== null ? 'ink-3' : alert.severity === 'critical' ? 'crit' : 'warn'} />
                {translate(`rules.${alert.rule}`)}
              </span>
              <span className={classes.subject}>
                {alert.rule === 'pull_failures' ? (
                  <Link href="/funds/files/pulls" data-link>
                    {alert.subject}
                  </Link>
                ) : alert.rule === 'device_unwell' || alert.rule === 'store_offline' ? (
                  <CauseSubject rule={alert.rule} subject={alert.subject} />
                ) : alert.rule === 'inspection_overdue' || alert.rule === 'inspection_suspicious' ? (
                  <Link href="/inspections" data-link>
                    {alert.subject}
                  </Link>
                ) : alert.subject === 'chain' ? (
                  translate('chain')
                ) : (
                  alert.subject
                )}
              </span>
            </Table.Td>
            <Table.Td data-label={translate('raised')}>{time(alert.raisedAt)}</Table.Td>
            <Table.Td data-label={translate('ended')} className={alert.endedAt === null ? classes.open : undefined}>
              {alert.endedAt === null ? translate('goesOn') : time(alert.endedAt)}
              {alert.endedWhy === 'not_seen' ? <span className={classes.subject}>{translate('notSeen')}</span> : null}
              {alert.endedWhy === 'rule_off' ? <span className={classes.subject}>{translate('ruleOff')}</span> : null}
            </Table.Td>
            <Table.Td data-label={translate('worst')}>{formatAlertValue(alert.rule, alert.worstValue, locale) ?? '–'}</Table.Td>
            <Table.Td data-label={translate('limit')}>{formatAlertValue(alert.rule, alert.raiseAt, locale) ?? '–'}</Table.Td>
            <Table.Td data-label={translate('told')}>
              {alert.untold === 0 ? '–' : translate('untold', { count: alert.untold })}
              {alert.trouble === null ? null : <span className={classes.subject}>{alert.trouble}</span>}
            </Table.Td>
            <Table.Td data-label={translate('known')}>
              {alert.knownAt !== null ? (
                <>
                  {alert.knownBy}
                  <span className={classes.subject}>{time(alert.knownAt)}</span>
                </>
              ) : mayHandle ? (
                <KnowAlert id={alert.id} />
              ) : (
                '–'
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
