'use client'

import type { AlertRow, AlertTold } from '@counterfoil/services/alerts'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'
import { Glyph } from '../../components/status/glyph.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { useKnownTitle } from '../device-health/index.ts'
import { formatAlertValue } from '../system/index.ts'
import { AcknowledgeButton } from './acknowledge-button.tsx'
import classes from './alerts.module.css'
import { useTroubleWords } from './use-trouble-words.ts'

interface AlertTableProps {
  readonly alerts: readonly AlertRow[]
  readonly mayAcknowledge: boolean
}

/** Where and what, against which figure, since when, who knows and who was told. */
export function AlertTable({ alerts, mayAcknowledge }: AlertTableProps) {
  const translate = useTranslations('alerts')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const time = (at: Date) => formatDateTime(at.getTime(), { locale, timeZone }, nowMs)
  return (
    <DataTable caption={translate('title')} rowHeight={42} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('what')}</Table.Th>
          <Table.Th>{translate('figure')}</Table.Th>
          <Table.Th>{translate('since')}</Table.Th>
          <Table.Th>{translate('known')}</Table.Th>
          <Table.Th>{translate('told')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {alerts.map((alert) => (
          <Table.Tr key={alert.id}>
            <Table.Td>
              <What alert={alert} />
            </Table.Td>
            <Table.Td data-label={translate('figure')}>
              <Figure alert={alert} />
            </Table.Td>
            <Table.Td data-label={translate('since')}>
              {time(alert.raisedAt)}
              <span className={classes.second}>
                {alert.endedAt === null
                  ? translate('for', { span: formatSpan(nowMs - alert.raisedAt.getTime(), locale) })
                  : translate(`endedWhy.${alert.endedWhy ?? 'good'}`, { time: time(alert.endedAt) })}
              </span>
            </Table.Td>
            <Table.Td data-label={translate('known')}>
              {alert.knownAt !== null ? (
                <>
                  {alert.knownBy}
                  <span className={classes.second}>{time(alert.knownAt)}</span>
                </>
              ) : mayAcknowledge ? (
                <AcknowledgeButton id={alert.id} />
              ) : (
                translate('nobodyKnows')
              )}
            </Table.Td>
            <Table.Td data-label={translate('told')}>
              {alert.quietUntil === null ? null : <span>{translate('quiet', { time: time(alert.quietUntil) })}</span>}
              <ToldList told={alert.told} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function What({ alert }: { readonly alert: AlertRow }) {
  const translate = useTranslations('alerts')
  const ruleName = useTranslations('system.alerts.rules')
  const titleOf = useKnownTitle()
  const { rule, subject, severity, endedAt, storeId, storeName, storeNameLang } = alert
  const code = rule === 'device_unwell' ? subject.slice(subject.lastIndexOf(' ') + 1) : null
  const storeCode = code === null ? subject : subject.slice(0, -code.length - 1)
  // The store's code, which has no blank, and the number of one device.
  const [ofStore = subject, device] = rule === 'inspection_suspicious' ? subject.split(' ') : [storeCode]
  return (
    <>
      <span className={classes.what}>
        <Glyph
          name={severity === 'critical' ? 'crit' : 'warn'}
          tone={endedAt !== null ? 'ink-3' : severity === 'critical' ? 'crit' : 'warn'}
          label={translate(`severities.${severity}`)}
        />
        {code === null ? ruleName(rule) : titleOf(code)}
      </span>
      <span className={classes.second}>
        {storeId !== null && storeName !== null ? (
          <StoreName
            store={{ code: ofStore, name: storeName, nameLang: storeNameLang ?? 'en' }}
            href={hrefOf(rule, ofStore, device)}
          />
        ) : subject === 'chain' ? (
          translate('chain')
        ) : (
          subject
        )}
      </span>
    </>
  )
}

function hrefOf(rule: AlertRow['rule'], storeCode: string, device: string | undefined): string {
  if (rule === 'inspection_overdue') return '/inspections'
  return device === undefined ? `/devices?search=${encodeURIComponent(storeCode)}` : `/devices/${device}`
}

/** The figure against its threshold; of a rule that is yes or no, that it is so. */
function Figure({ alert }: { readonly alert: AlertRow }) {
  const translate = useTranslations('alerts')
  const locale = useLocale()
  const { rule, endedAt, lastValue, worstValue, raiseAt } = alert
  const value = formatAlertValue(rule, endedAt === null ? lastValue : worstValue, locale)
  const limit = formatAlertValue(rule, raiseAt, locale)
  if (value === null || limit === null) return <>{translate('isSo')}</>
  return (
    <>
      {endedAt === null ? value : translate('worst', { value })}
      <span className={classes.second}>{translate('limit', { limit })}</span>
    </>
  )
}

function ToldList({ told }: { readonly told: readonly AlertTold[] }) {
  const translate = useTranslations('alerts')
  const troubleWords = useTroubleWords()
  const begun = told.filter(({ event }) => event === 'raised')
  if (begun.length === 0) return <span className={classes.second}>{translate('nobodyTold')}</span>
  return begun.map(({ name, kind, state, trouble }) => {
    const who = name ?? translate('ofEnvironment', { kind: kindName(translate, kind) })
    return (
      <span key={`${name} ${kind}`} className={classes.second}>
        {translate(`tellStates.${state}`, { who })}
        {state !== 'taken' && trouble !== null ? ` (${troubleWords(trouble)})` : ''}
      </span>
    )
  })
}

type Translate = ReturnType<typeof useTranslations<'alerts'>>

function kindName(translate: Translate, kind: string): string {
  const key = `kinds.${kind}` as Parameters<Translate['has']>[0]
  return translate.has(key) ? String(translate(key as 'kinds.webhook')) : kind
}
