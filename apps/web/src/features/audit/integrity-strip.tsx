'use client'

import type { AuditIntegrity } from '@counterfoil/services/audit'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { FigureStrip } from '../../components/figure-strip/figure-strip.tsx'
import { formatAge } from '../../components/format/age.ts'
import { formatClock } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'

const QUEUE_LATE_MS = 10_000

/** Entries, what waits, who gives places, the last signature. */
export function IntegrityStrip({ integrity }: { readonly integrity: AuditIntegrity }) {
  const translate = useTranslations('audit.integrity')
  const audit = useTranslations('audit')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const place = { locale, timeZone }
  const age = (ms: number) => formatAge(ms, nowMs, place)
  const { entries, queue, sequencer, checkpoints } = integrity
  const [last] = checkpoints
  const late = queue.oldestAtMs !== null && nowMs - queue.oldestAtMs > QUEUE_LATE_MS
  return (
    <FigureStrip
      label={audit('strip')}
      figures={[
        { key: 'entries', label: audit('entries'), value: formatCount(entries, locale) },
        {
          key: 'queue',
          label: translate('queue'),
          value: formatCount(queue.waiting, locale),
          note: queue.oldestAtMs === null ? translate('queueNone') : translate('queueOldest', { age: age(queue.oldestAtMs) }),
          ...(late ? { noteTone: 'warn' as const } : {}),
        },
        {
          key: 'sequencer',
          label: translate('sequencer'),
          value: sequencer?.running ? sequencer.host : '–',
          note:
            sequencer === null || sequencer.host === ''
              ? translate('sequencerNone')
              : sequencer.running
                ? translate('sequencerRunning', { age: age(sequencer.sinceMs) })
                : translate('sequencerSilent', { age: age(sequencer.seenAtMs) }),
          ...(sequencer?.running ? {} : { noteTone: 'warn' as const }),
        },
        {
          key: 'checkpoint',
          label: audit('lastCheckpoint'),
          value: last === undefined ? audit('noCheckpoint') : formatClock(last.signedAtMs, place),
          note: last === undefined ? null : age(last.signedAtMs),
        },
      ]}
    />
  )
}
