'use client'

import { useLocale, useTranslations } from 'next-intl'
import { type FreshnessLimits, formatAge, freshnessOf, liveFreshness } from '../format/age.ts'
import { formatDateTime } from '../format/date-time.ts'
import { formatSpan } from '../format/span.ts'
import { Glyph } from '../status/glyph.tsx'
import classes from './age.module.css'
import { useNowMs } from './page-clock.tsx'
import { useTimeZone } from './time-zone.tsx'

interface AgeProps {
  /** When the figure was true; null when nobody knows yet. */
  readonly sinceMs: number | null
  readonly limits?: FreshnessLimits
}

/** How old a figure is. Never announced: it changes every second. */
export function Age({ sinceMs, limits = liveFreshness }: AgeProps) {
  const translate = useTranslations('common')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  if (sinceMs === null) return <span className={classes.age}>{translate('notKnown')}</span>
  const place = { locale, timeZone }
  const stale = freshnessOf(sinceMs, nowMs, limits) === 'stale'
  return (
    <time
      className={classes.age}
      data-stale={stale || undefined}
      dateTime={new Date(sinceMs).toISOString()}
      title={formatDateTime(sinceMs, place, nowMs)}
      aria-live="off"
    >
      {stale ? <Glyph name="stale" tone="stale" /> : null}
      {stale ? translate('old', { span: formatSpan(nowMs - sinceMs, locale) }) : formatAge(sinceMs, nowMs, place)}
    </time>
  )
}
