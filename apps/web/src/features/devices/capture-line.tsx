'use client'

import type { LineCapture } from '@counterfoil/services/devices'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import classes from './device-page.module.css'

/** Says that what goes over this terminal's line is kept at the moment, for whom and until when. */
export function CaptureLine({ capture: { untilMs, agentId, requestedBy } }: { readonly capture: LineCapture }) {
  const translate = useTranslations('devices.detail')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  return (
    <p className={classes.capture} role="status">
      {translate('captured', { time: formatDateTime(untilMs, place, nowMs), name: requestedBy })}{' '}
      <Link href={`/agents/${agentId}`} data-link>
        {translate('capturedWhere')}
      </Link>
    </p>
  )
}
