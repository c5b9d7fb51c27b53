'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './audit-page.module.css'
import type { KeptLog } from './kept-log.ts'
import { readKept } from './use-proof.ts'

/** What this browser has worked out and kept; the hub cannot change it. */
export function HereSection() {
  const translate = useTranslations('audit.integrity')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const [kept, setKept] = useState<KeptLog | null>(null)
  useEffect(() => setKept(readKept()), [])
  const time = (ms: number) => formatDateTime(ms, { locale, timeZone }, nowMs)
  return (
    <Section title={translate('here')} note={translate('hereNote')}>
      {kept === null ? (
        <p className={classes.quiet}>{translate('hereNone')}</p>
      ) : (
        <FactList
          facts={[
            { label: translate('hereVerified'), value: time(kept.verifiedAtMs) },
            { label: translate('hereKept'), value: translate('hereEntries', { size: formatCount(kept.size, locale) }) },
            { label: translate('hereSince'), value: time(kept.keySinceMs) },
          ]}
        />
      )}
    </Section>
  )
}
