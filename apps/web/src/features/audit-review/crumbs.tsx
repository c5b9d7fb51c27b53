'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import classes from './audit-review.module.css'

/** The way back to the record, and across to the other pages about its review. */
export function Crumbs() {
  const translate = useTranslations('auditReview')
  return (
    <nav className={classes.crumbs} aria-label={translate('title')}>
      <Link href="/audit" data-link>
        {translate('back')}
      </Link>
      <Link href="/audit/review" data-link>
        {translate('links.review')}
      </Link>
      <Link href="/audit/rules" data-link>
        {translate('links.rules')}
      </Link>
      <Link href="/audit/incidents" data-link>
        {translate('links.incidents')}
      </Link>
      <Link href="/audit/evidence" data-link>
        {translate('links.evidence')}
      </Link>
    </nav>
  )
}
