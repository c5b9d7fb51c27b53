'use client'

import type { PaymentFunds } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { useTimeZone } from '../../../components/age/time-zone.tsx'
import { formatDay, formatHourMinute } from '../../../components/format/date-time.ts'
import { healthOf } from '../../../components/status/money-states.ts'
import { Status } from '../../../components/status/status.tsx'
import { type Moment, moneyWay } from './money-way.ts'
import classes from './position-strip.module.css'

interface PositionStripProps {
  readonly funds: PaymentFunds
  readonly approvedAtMs: number
  readonly timeZone: string
}

/** How far the money has come, step by step with its time, and whether that is as it should be. */
export function PositionStrip({ funds, approvedAtMs, timeZone }: PositionStripProps) {
  const translate = useTranslations('payments.money')
  const word = useTranslations('status')
  const way = moneyWay(funds, approvedAtMs)
  return (
    <div className={classes.strip}>
      <span className={classes.label}>{translate('position')}</span>
      <ol className={classes.way}>
        {way.map(({ state, at }) => (
          <li key={state} className={classes.step} data-reached={at !== null || undefined}>
            {at === null ? <span>{word(`funds.${state}`)}</span> : <Status axis="funds" state={state} />}
            <span className={classes.when}>
              <When at={at} timeZone={timeZone} />
            </span>
          </li>
        ))}
      </ol>
      <div className={classes.health}>
        <span className={classes.label}>{translate('health')}</span>
        <Status axis="health" state={healthOf(funds.health)} as="tag" />
        {funds.exits.length === 0 ? null : (
          <span className={classes.exits}>
            {funds.exits.map((exit) => translate(`exits.${exit}` as 'exits.refunded')).join(', ')}
          </span>
        )}
      </div>
    </div>
  )
}

function When({ at, timeZone }: { readonly at: Moment | null; readonly timeZone: string }) {
  const translate = useTranslations('payments.money')
  const locale = useLocale()
  const own = useTimeZone()
  const nowMs = useNowMs()
  if (at === null) return <>{translate('notYet')}</>
  if (at.kind === 'day') return <>{formatDay(Date.parse(`${at.day}T12:00:00Z`), { locale, timeZone: 'UTC' }, nowMs)}</>
  const place = { locale, timeZone: timeZone || own }
  return (
    <>
      {formatDay(at.atMs, place, nowMs)} {formatHourMinute(at.atMs, place)}
    </>
  )
}
