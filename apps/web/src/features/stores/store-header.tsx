'use client'

import type { LiveStore } from '@counterfoil/services/live'
import type { StoreDetail } from '@counterfoil/services/stores'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { formatHourMinute, formatZone } from '../../components/format/date-time.ts'
import { Amount } from '../../components/money/amount.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Status } from '../../components/status/status.tsx'
import { ThingHead } from '../../components/thing-head/thing-head.tsx'
import { TouchedBy } from '../../components/touched-by/touched-by.tsx'
import { isReporting, salesToday } from '../live/index.ts'
import classes from './store-header.module.css'

/** Which store it is, whether it reports, what it sold on its own business day. */
export function StoreHeader({ detail, live }: { readonly detail: StoreDetail; readonly live: LiveStore | undefined }) {
  const translate = useTranslations('stores')
  const locale = useLocale()
  const nowMs = useNowMs()
  const { scope } = useScope()
  const place = { locale, timeZone: detail.timeZone }
  const sales = live === undefined ? [] : salesToday([live])
  return (
    <ThingHead
      list={{ label: translate('title'), back: translate('detail.back'), href: hrefInScope('/stores', scope) }}
      name={
        <>
          {detail.code} <span lang={detail.nameLang}>{detail.name}</span>
        </>
      }
    >
      {live === undefined || live.agents.length === 0 ? null : (
        <Status axis="agent" state={isReporting(live) ? 'online' : 'offline'} as="tag" />
      )}
      <span>
        {translate('detail.today')} {sales.length === 0 ? <Amount amountMinor={0} currency={detail.currency} /> : null}
        {sales.map((sum) => (
          <Amount key={sum.currency} {...sum} />
        ))}
      </span>
      <span>{translate('localTime', { time: `${formatHourMinute(nowMs, place)} ${formatZone(nowMs, place)}` })}</span>
      <Link href={`/payments?scope=store:${detail.storeId}`} data-link className={classes.payments}>
        {translate('detail.payments')}
      </Link>
      <TouchedBy type="store" id={detail.storeId} />
    </ThingHead>
  )
}
