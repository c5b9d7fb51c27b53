'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './access-reviews.module.css'
import { useReviewWords } from './use-review-words.ts'

const ASK_EVERY_MS = 10 * 60_000

/** On every page of whoever decides or signs, from fourteen days before a review must be signed until it is. */
export function DueNotice() {
  const translate = useTranslations('accessReviews')
  const words = useReviewWords()
  const api = useApi()
  const { data: due } = useQuery(api.accessReviews.due.queryOptions(undefined, { refetchInterval: ASK_EVERY_MS }))
  if (due === undefined || due.state === 'later') return null
  return (
    <section className={classes.notice} aria-label={translate('title')}>
      <Status axis="review" state={due.state} />
      <Link href={due.openId === null ? '/access-reviews' : `/access-reviews/${due.openId}`} data-link>
        {translate('due', { day: words.day(due.dueAt) })}
      </Link>
    </section>
  )
}
