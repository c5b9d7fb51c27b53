'use client'

import type { AccessReviewDetail } from '@counterfoil/services/access-reviews'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { saveFile } from '../../components/download/save-file.ts'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './access-reviews.module.css'
import { useReviewWords } from './use-review-words.ts'

interface ProgressSectionProps {
  readonly review: AccessReviewDetail
  /** null for whoever decides nothing here. */
  readonly onKeepRest: (() => void) | null
}

/** How far it is, who opened it, and all of it as a file. */
export function ProgressSection({ review, onKeepRest }: ProgressSectionProps) {
  const translate = useTranslations('accessReviews')
  const words = useReviewWords()
  const api = useApi()
  const taken = useMutation(
    api.accessReviews.export.mutationOptions({
      onSuccess: ({ fileName, text }) => saveFile(fileName, text, 'text/csv;charset=utf-8'),
    }),
  )
  const { id, openedAt, openedBy, decided, items, signed, forSigner } = review
  const removed = items.filter(({ decisions }) => decisions.at(-1)?.decision === 'remove').length
  return (
    <Section title={translate('progress')} aside={<Status axis="review" state={signed === null ? 'open' : 'signed'} as="tag" />}>
      <FactList
        facts={[
          { label: translate('columns.opened'), value: `${words.time(openedAt)} · ${openedBy}` },
          { label: translate('columns.decided'), value: `${decided} / ${items.length}` },
          { label: translate('columns.removed'), value: removed },
        ]}
      />
      <progress className={classes.progress} aria-label={translate('progress')} value={decided} max={items.length} />
      <div className={classes.sideActions}>
        {onKeepRest !== null && decided + forSigner.length < items.length ? (
          <Button onClick={onKeepRest}>{translate('keepRest')}</Button>
        ) : null}
        <Button loading={taken.isPending} onClick={() => taken.mutate({ id })}>
          {translate('export')}
        </Button>
      </div>
      <ProblemLine text={taken.error === null ? null : words.refusal(taken.error)} />
    </Section>
  )
}
