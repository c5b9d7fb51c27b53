'use client'

import type { AuditPage } from '@counterfoil/services/audit'
import { useFormatter, useTranslations } from 'next-intl'
import classes from './audit-page.module.css'
import { useMonthName } from './use-month-name.ts'

/** The time that was asked for reaches into months whose entries are found here, while what they say lies in files. */
export function ArchivedMonths({ months }: { readonly months: AuditPage['archived'] }) {
  const translate = useTranslations('audit.list')
  const format = useFormatter()
  const nameOf = useMonthName()
  const kept = months.filter(({ pruned }) => !pruned)
  const gone = months.filter(({ pruned }) => pruned)
  const told = (some: AuditPage['archived']) => ({
    count: some.length,
    months: format.list(some.map(({ month }) => nameOf(month))),
  })
  return (
    <>
      {kept.length === 0 ? null : (
        <p role="status" className={classes.archived}>
          {translate('archived', told(kept))} <code>counterfoil audit restore {kept.at(-1)?.month}</code>
        </p>
      )}
      {gone.length === 0 ? null : (
        <p role="status" className={classes.archived}>
          {translate('archivedGone', told(gone))}
        </p>
      )}
    </>
  )
}
