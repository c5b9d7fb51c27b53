'use client'

import type { Incident } from '@counterfoil/services/incidents'
import { Button, Modal, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './audit-review.module.css'
import { useReviewChange } from './use-review-words.ts'

/** Why it happened, and what was done. */
export default function CloseDialog({ incident, onClose }: { readonly incident: Incident; readonly onClose: () => void }) {
  const translate = useTranslations('auditReview.incidents')
  const api = useApi()
  const [cause, setCause] = useState('')
  const [fix, setFix] = useState('')
  const { problem, change } = useReviewChange()
  const close = useMutation(api.incidents.close.mutationOptions({ ...change, onSuccess: onClose }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    close.mutate({ id: incident.id, cause, fix })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={translate('closeTitle', { kind: translate(`kinds.${incident.kind}`) })}
      closeButtonProps={{ 'aria-label': translate('cancel') }}
    >
      <form onSubmit={submit} className={classes.form}>
        <Textarea
          data-autofocus
          label={translate('cause')}
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value)}
          maxLength={2_000}
          required
        />
        <Textarea
          label={translate('fix')}
          value={fix}
          onChange={(event) => setFix(event.currentTarget.value)}
          maxLength={2_000}
          required
        />
        <ProblemLine text={problem} />
        <div className={classes.actions}>
          <Button onClick={onClose}>{translate('cancel')}</Button>
          <Button type="submit" variant="filled" loading={close.isPending} disabled={cause.trim() === '' || fix.trim() === ''}>
            {translate('close')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
