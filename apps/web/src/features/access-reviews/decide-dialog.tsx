'use client'

import type { ReviewItem } from '@counterfoil/services/access-reviews'
import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './access-reviews.module.css'
import { useReviewChange } from './use-review-change.ts'

/** What somebody is about to decide; without an item: about all the rest. */
export type Asked =
  | { readonly decision: 'keep' | 'remove'; readonly item: ReviewItem }
  | { readonly decision: 'keep'; readonly item: null }

interface DecideDialogProps {
  readonly reviewId: string
  readonly asked: Asked
  readonly onClose: () => void
}

/** Asks for the reason, says what will follow, and does it. */
export default function DecideDialog({ reviewId, asked, onClose }: DecideDialogProps) {
  const translate = useTranslations('accessReviews.decide')
  const api = useApi()
  const [reason, setReason] = useState('')
  const { problem, change } = useReviewChange()
  const options = { ...change, onSuccess: onClose }
  const decide = useMutation(api.accessReviews.decide.mutationOptions(options))
  const keepRest = useMutation(api.accessReviews.keepRest.mutationOptions(options))
  const { item, decision } = asked
  const what = item === null ? 'rest' : decision
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (item === null) keepRest.mutate({ id: reviewId, reason })
    else decide.mutate({ itemId: item.id, decision, reason })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={translate(`${what}.title`, { name: item?.name ?? '' })}
      closeButtonProps={{ 'aria-label': translate('cancel') }}
    >
      <form onSubmit={submit} className={classes.form}>
        <p className={classes.quiet}>{translate(`${what}.sure`)}</p>
        <TextInput
          data-autofocus
          label={translate('reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          required
        />
        <ProblemLine text={problem} />
        <div className={classes.formActions}>
          <Button onClick={onClose}>{translate('cancel')}</Button>
          <Button type="submit" variant="filled" loading={decide.isPending || keepRest.isPending} disabled={reason.trim() === ''}>
            {translate(`${what}.do`)}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
