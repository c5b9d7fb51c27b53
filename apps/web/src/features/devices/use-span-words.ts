'use client'

import type { DoneBy } from '@counterfoil/services/devices'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'

/** From when to when, and by whom. */
export function useSpanWords() {
  const translate = useTranslations('devices.spans')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const time = (atMs: number) => formatDateTime(atMs, place, nowMs)
  return {
    time,
    span: ({ sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number | null }) =>
      untilMs === null
        ? translate('since', { time: time(sinceMs) })
        : translate('fromTo', { from: time(sinceMs), to: time(untilMs) }),
    by: ({ type, id, name }: DoneBy) =>
      name ?? (type === 'agent' ? translate('byAgent', { id }) : type === 'system' ? translate('byProduct') : id),
  }
}
