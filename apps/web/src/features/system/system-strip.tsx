'use client'

import type { ChainFigures } from '@counterfoil/services/operations'
import { useLocale, useTranslations } from 'next-intl'
import { FigureStrip } from '../../components/figure-strip/figure-strip.tsx'
import { formatCount } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'

/** Agents, what waits on their disks, the log and who witnesses it. */
export function SystemStrip({ figures }: { readonly figures: ChainFigures }) {
  const translate = useTranslations('system.figures')
  const locale = useLocale()
  const { agents, outbox, log, witnesses, certificate } = figures
  const span = (seconds: number) => formatSpan(seconds * 1_000, locale)
  return (
    <FigureStrip
      label={translate('label')}
      figures={[
        {
          key: 'agents',
          label: translate('agents'),
          value: formatCount(agents.connected, locale),
          note: translate('away', { count: formatCount(agents.away, locale) }),
        },
        {
          key: 'outbox',
          label: translate('outbox'),
          value: formatCount(outbox.waitingEvents, locale),
          note: outbox.waitingEvents === 0 ? null : translate('oldest', { age: span(outbox.oldestSeconds) }),
        },
        {
          key: 'log',
          label: translate('log'),
          value: formatCount(log.waiting, locale),
          note: log.waiting === 0 ? null : translate('oldest', { age: span(log.lagSeconds) }),
        },
        {
          key: 'checkpoint',
          label: translate('checkpoint'),
          value: log.checkpointAgeSeconds === null ? '–' : span(log.checkpointAgeSeconds),
        },
        {
          key: 'witnesses',
          label: translate('witnesses'),
          value: formatCount(witnesses.current, locale),
          note: translate('expected', { count: formatCount(witnesses.expected, locale) }),
        },
        {
          key: 'certificate',
          label: translate('certificate'),
          value: certificate === null ? '–' : span(certificate.secondsLeft),
          note: certificate === null ? translate('plain') : certificate.host,
        },
      ]}
    />
  )
}
