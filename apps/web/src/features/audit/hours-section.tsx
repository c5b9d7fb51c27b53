'use client'

import { useTranslations } from 'next-intl'
import { Section } from '../../components/section/section.tsx'
import classes from './audit-page.module.css'

const MINUTES = 60

/** One bar an hour: silence is provable only where every minute has a checkpoint. */
export function HoursSection({ minutes }: { readonly minutes: readonly number[] }) {
  const translate = useTranslations('audit.integrity')
  const missing = minutes.reduce((sum, count) => sum + Math.max(0, MINUTES - count), 0)
  return (
    <Section
      title={translate('hours')}
      note={missing === 0 ? translate('hoursWhole') : translate('hoursMissing', { count: missing })}
    >
      <ol className={classes.hours}>
        {minutes.map((count, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place in the row
          <li key={at} title={translate('hour', { minutes: count })} data-missing={count < MINUTES || undefined}>
            <span style={{ height: `${(Math.min(count, MINUTES) / MINUTES) * 100}%` }} />
          </li>
        ))}
      </ol>
    </Section>
  )
}
