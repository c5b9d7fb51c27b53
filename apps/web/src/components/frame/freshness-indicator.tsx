'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../age/page-clock.tsx'
import { useTimeZone } from '../age/time-zone.tsx'
import { formatClock, formatHourMinute, formatZone } from '../format/date-time.ts'
import { formatSpan } from '../format/span.ts'
import { Glyph } from '../status/glyph.tsx'
import classes from './freshness-indicator.module.css'

interface FreshnessIndicatorProps {
  /** `live`: figures follow. `as-of`: a page that does not follow. `lost`: should be live, the line is gone. */
  readonly mode: 'live' | 'as-of' | 'lost'
  /** The moment the page shows; `live` shows the clock itself. */
  readonly asOfMs?: number
}

/** In the top bar: how fresh everything on this page is, with the zone of all its times. */
export function FreshnessIndicator({ mode, asOfMs }: FreshnessIndicatorProps) {
  const translate = useTranslations('frame')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const shownMs = mode === 'live' ? nowMs : (asOfMs ?? nowMs)
  return (
    <span className={classes.freshness} data-mode={mode}>
      {mode === 'live' ? <span className={classes.dot} /> : null}
      {mode === 'lost' ? <Glyph name="stale" tone="stale" /> : null}
      {mode === 'lost' ? null : <span className={classes.word}>{translate(mode === 'live' ? 'freshLive' : 'freshAsOf')}</span>}
      <span className={classes.clock}>{formatClock(shownMs, place)}</span>
      <span className={classes.shortClock}>{formatHourMinute(shownMs, place)}</span>
      <span className={classes.zone}>{formatZone(shownMs, place)}</span>
      {mode === 'lost' ? (
        <span className={classes.old}>{translate('freshStale', { age: formatSpan(nowMs - shownMs, place.locale) })}</span>
      ) : null}
    </span>
  )
}
