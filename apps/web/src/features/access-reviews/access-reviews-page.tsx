'use client'

import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './access-reviews.module.css'
import { ReviewTable } from './review-table.tsx'
import { useReviewChange } from './use-review-change.ts'
import { useReviewWords } from './use-review-words.ts'

/** Every review of who may do what, and when the next one is due. */
export function AccessReviewsPage({ mayDecide }: { readonly mayDecide: boolean }) {
  const translate = useTranslations('accessReviews')
  const words = useReviewWords()
  const api = useApi()
  const router = useRouter()
  const reviews = useQuery(api.accessReviews.list.queryOptions())
  const { data: due } = useQuery(api.accessReviews.due.queryOptions())
  const { problem, change } = useReviewChange()
  const open = useMutation(
    api.accessReviews.open.mutationOptions({ ...change, onSuccess: ({ id }) => router.push(`/access-reviews/${id}`) }),
  )
  const begin =
    mayDecide && due?.openId === null ? (
      <Button variant="filled" loading={open.isPending} onClick={() => open.mutate()}>
        {translate('open')}
      </Button>
    ) : null
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <Section
        title={translate('list')}
        note={due === undefined ? null : translate('due', { day: words.day(due.dueAt) })}
        aside={
          <>
            {due === undefined || due.state === 'later' ? null : <Status axis="review" state={due.state} as="tag" />}
            {reviews.data?.length ? begin : null}
          </>
        }
      >
        <ProblemLine text={problem} />
        {reviews.data === undefined ? (
          reviews.error === null ? (
            <div className={classes.toCome} aria-busy="true" />
          ) : (
            <ErrorState title={translate('failed')} message={reviews.error.message} onRetry={() => void reviews.refetch()} />
          )
        ) : reviews.data.length === 0 ? (
          <EmptyState title={translate('empty.title')} why={translate('empty.why')} first={begin ?? translate('empty.first')} />
        ) : (
          <ReviewTable reviews={reviews.data} />
        )}
      </Section>
    </Page>
  )
}
