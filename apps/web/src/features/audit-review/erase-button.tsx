'use client'

import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './audit-review.module.css'

/** Deletes the personal values of one entry, after asking why. */
export function EraseButton({ entry }: { readonly entry: string }) {
  const translate = useTranslations('auditReview.erase')
  const api = useApi()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [why, setWhy] = useState('')
  const erase = useMutation(
    api.audit.erase.mutationOptions({
      onSuccess: async () => {
        setAsking(false)
        await queries.invalidateQueries(api.audit.get.queryFilter({ id: entry }))
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    erase.mutate({ of: { entry }, why })
  }
  return (
    <>
      <Button size="compact-sm" onClick={() => setAsking(true)}>
        {translate('do')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        size={460}
        title={translate('title')}
        closeButtonProps={{ 'aria-label': translate('cancel') }}
      >
        <form onSubmit={submit} className={classes.form}>
          <p className={classes.quiet}>{translate('sure')}</p>
          <TextInput
            data-autofocus
            label={translate('why')}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
            maxLength={500}
            required
          />
          <ProblemLine text={erase.error?.message ?? null} />
          <div className={classes.actions}>
            <Button onClick={() => setAsking(false)}>{translate('cancel')}</Button>
            <Button type="submit" variant="filled" loading={erase.isPending} disabled={why.trim() === ''}>
              {translate('confirm')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  )
}
