'use client'

import type { AuditRow } from '@counterfoil/services/audit'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import type { Fact } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { useAuditWords } from './use-audit-words.ts'

/** What the line of an entry tells without its bytes. */
export function useArchivedFacts(row: AuditRow): Fact[] {
  const translate = useTranslations('audit.detail')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const words = useAuditWords()
  const time = (ms: number) => formatDateTime(ms, place, nowMs)
  return [
    { label: translate('actor'), value: words.nameOf(row.actor) },
    { label: translate('target'), value: words.targetOf(row) },
    { label: translate('outcome'), value: words.outcome(row.outcome) },
    ...(row.reason === null ? [] : [{ label: translate('reason'), value: row.reason, code: true }]),
    { label: translate('acted'), value: time(row.actedAtMs) },
    { label: translate('recordedAt'), value: time(row.recordedAtMs) },
  ]
}
