'use client'

import type { DeviceHealth } from '@counterfoil/services/device-health'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'
import classes from './device-health.module.css'

const known = ['ready', 'busy', 'unreachable', 'needs_action', 'maintenance', 'connected', 'away'] as const

/** Seven days as one band, a stretch for each state; read aloud as how long it was what. */
export function HealthBand({ health }: { readonly health: DeviceHealth }) {
  const translate = useTranslations('health.device')
  const states = useTranslations('health.spans')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const { fromMs, takenAtMs, spans } = health
  const wholeMs = takenAtMs - fromMs
  const word = (state: string) => states(known.find((one) => one === state) ?? 'unknown')
  const stretches = spans.flatMap(({ state, sinceMs, untilMs }) => {
    const [from, to] = [Math.max(fromMs, sinceMs), Math.min(takenAtMs, untilMs ?? takenAtMs)]
    return to > from ? [{ state, from, to }] : []
  })
  const first = stretches[0]
  const lengths = new Map<string, number>()
  for (const { state, from, to } of stretches) lengths.set(state, (lengths.get(state) ?? 0) + to - from)
  const read = [...lengths].map(([state, ms]) => `${word(state)} ${formatSpan(ms, locale)}`).join(', ')
  const share = (ms: number) => ({ width: `${(ms / wholeMs) * 100}%` })
  return (
    <div className={classes.bands}>
      <div className={classes.band} role="img" aria-label={translate('bandLabel', { spans: read })}>
        {first === undefined ? null : <span style={share(first.from - fromMs)} />}
        {stretches.map(({ state, from, to }) => (
          <span
            key={`${from} ${state}`}
            data-state={state}
            style={share(to - from)}
            title={`${word(state)}, ${formatDateTime(from, { locale, timeZone }, takenAtMs)}, ${formatSpan(to - from, locale)}`}
          />
        ))}
      </div>
      <div className={classes.ends} aria-hidden="true">
        <span>{translate('days')}</span>
        <span>{translate('now')}</span>
      </div>
    </div>
  )
}
