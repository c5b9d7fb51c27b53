'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Glyph } from '../../components/status/glyph.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './audit-review.module.css'

const ASK_AGAIN_MS = 60_000

/** On the page of the record: where its review is, and whether a day waits too long for somebody to sign. */
export function OverdueNotice() {
  const translate = useTranslations('auditReview')
  const api = useApi()
  const days = useQuery(api.auditReview.days.queryOptions({ signed: false, limit: 1 }, { refetchInterval: ASK_AGAIN_MS }))
  const overdue = days.data?.overdue ?? 0
  return (
    <p className={classes.crumbs}>
      <Link href="/audit/review" data-link>
        {translate('links.review')}
      </Link>
      <Link href="/audit/incidents" data-link>
        {translate('links.incidents')}
      </Link>
      <Link href="/audit/evidence" data-link>
        {translate('links.evidence')}
      </Link>
      {overdue === 0 ? null : (
        <span className={classes.overdue}>
          <Glyph name="crit" tone="crit" /> {translate('overdue', { count: overdue })}
        </span>
      )}
    </p>
  )
}
