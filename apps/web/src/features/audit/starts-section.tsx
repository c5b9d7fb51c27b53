'use client'

import type { AuditRow } from '@counterfoil/services/audit'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './audit-page.module.css'
import { useAuditWords } from './use-audit-words.ts'

/** When the log began, ended, or was kept by nobody. */
export function StartsSection({ rows }: { readonly rows: readonly AuditRow[] }) {
  const translate = useTranslations('audit.integrity')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const words = useAuditWords()
  const facts: Fact[] = rows.map((row) => ({
    label: formatDateTime(row.recordedAtMs, { locale, timeZone }, nowMs),
    value: (
      <Link href={`/audit/${row.id}`} data-link>
        {words.nameOf(row.actor)} {words.action(row.action)}
      </Link>
    ),
  }))
  return (
    <Section title={translate('starts')}>
      {rows.length === 0 ? <p className={classes.quiet}>{translate('startsNone')}</p> : <FactList facts={facts} />}
    </Section>
  )
}
