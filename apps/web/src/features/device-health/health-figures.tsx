'use client'

import type { DeviceHealth } from '@counterfoil/services/device-health'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { formatBytes } from '../../components/format/bytes.ts'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount, formatPercent } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'

/** Fewer say nothing about a share. */
const LEAST_DECIDED = 30

/** The figures it is judged by: of a terminal what it sells beside its own normal, of a PC what its agent tells of it. */
export function HealthFigures({ health: { sales, vitals, takenAtMs } }: { readonly health: DeviceHealth }) {
  const translate = useTranslations('health.device')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const facts: Fact[] = []
  if (sales !== null) {
    const { lastApprovedAtMs, approved, declined, usualApproved, usualDeclined } = sales
    const [decided, usual] = [approved + declined, usualApproved + usualDeclined]
    const shares = [
      decided < LEAST_DECIDED ? translate('few', { decided }) : formatPercent(approved / decided, locale),
      ...(usual < LEAST_DECIDED ? [] : [translate('usual', { share: formatPercent(usualApproved / usual, locale) })]),
    ]
    facts.push(
      {
        label: translate('lastApproval'),
        value: lastApprovedAtMs === null ? translate('never') : formatDateTime(lastApprovedAtMs, { locale, timeZone }, takenAtMs),
      },
      {
        label: translate('silence'),
        value: translate('silenceValue', { count: formatCount(Math.round(sales.expectedSince), locale) }),
      },
      { label: translate('approvals'), value: shares.join('; ') },
      {
        label: translate('weeks'),
        value: sales.weeks === 0 ? translate('weeksNone') : translate('weeksValue', { count: sales.weeks }),
      },
    )
  }
  if (vitals !== null) {
    const { diskFreeBytes: free, diskSizeBytes: size } = vitals
    facts.push(
      { label: translate('os'), value: vitals.os },
      { label: translate('osVersion'), value: vitals.osVersion, code: true },
      { label: translate('disk'), value: `${formatBytes(free, locale)}, ${formatPercent(free / size, locale)}` },
      { label: translate('memory'), value: formatBytes(vitals.memoryFreeBytes, locale) },
      { label: translate('up'), value: formatSpan(vitals.upSeconds * 1_000, locale) },
      { label: translate('waiting'), value: formatCount(vitals.waiting, locale) },
    )
  }
  return facts.length === 0 ? null : <FactList facts={facts} />
}
