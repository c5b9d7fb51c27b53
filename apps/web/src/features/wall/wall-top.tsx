'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { BrandMark } from '../../components/brand/brand-mark.tsx'
import { formatAge, freshnessOf, liveFreshness } from '../../components/format/age.ts'
import { formatDay, formatHourMinute, formatZone } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'
import { Glyph } from '../../components/status/glyph.tsx'
import { languageTags } from '../../i18n/locales.ts'
import { isReporting, type LiveView } from '../live/index.ts'
import classes from './wall-top.module.css'

interface WallTopProps {
  readonly chainName: string | null
  readonly view: LiveView
  readonly scope: WatchScope
}

/** What is shown, how fresh it is, and what time it is. */
export function WallTop({ chainName, view, scope }: WallTopProps) {
  const translate = useTranslations('wall')
  const common = useTranslations('common')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const stores = [...(view.state?.stores.values() ?? [])]
  return (
    <header className={classes.top}>
      <span className={classes.brand}>
        <BrandMark size={34} />
        {chainName ?? common('product')}
      </span>
      <span className={classes.scope}>
        {scopeWords()} {stores.length === 0 ? null : formatCount(stores.length, locale)}
      </span>
      <Freshness view={view} reporting={stores.filter(isReporting).length} />
      <span className={classes.clock}>{formatHourMinute(nowMs, place)}</span>
      <span className={classes.day}>
        {formatDay(nowMs, place, nowMs)}
        <span>{formatZone(nowMs, place)}</span>
      </span>
    </header>
  )

  function scopeWords(): string {
    const countryName = (code: string) => new Intl.DisplayNames(languageTags[locale], { type: 'region' }).of(code) ?? code
    switch (scope.kind) {
      case 'chain':
        return translate('allStores')
      case 'country':
        return countryName(scope.country)
      case 'region':
        return `${scope.region}, ${countryName(scope.country)}`
      case 'store': {
        const store = view.state?.stores.get(scope.storeId)
        return store === undefined ? '' : `${store.code} ${store.name}`
      }
    }
  }
}

/** Quiet while the line is good; large once it is not. */
function Freshness({ view, reporting }: { readonly view: LiveView; readonly reporting: number }) {
  const translate = useTranslations('wall')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { link, lastWordMs } = view
  const stale = lastWordMs !== null && freshnessOf(lastWordMs, nowMs, liveFreshness) === 'stale'
  if (link.kind === 'lost' || stale) {
    return (
      <span className={classes.lost} role="status">
        <Glyph name="stale" tone="stale" />
        <strong>
          {lastWordMs === null ? translate('noFigures') : translate('old', { span: formatSpan(nowMs - lastWordMs, locale) })}
        </strong>
        <span className={classes.why}>{translate('lost')}</span>
      </span>
    )
  }
  if (lastWordMs === null) return null
  return (
    <span className={classes.fresh} aria-live="off">
      <span className={classes.dot} data-live={link.kind === 'live' || undefined} />
      {translate('live', { age: formatAge(lastWordMs, nowMs, place), reporting: formatCount(reporting, locale) })}
    </span>
  )
}
