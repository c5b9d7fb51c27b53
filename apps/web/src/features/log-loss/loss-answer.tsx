'use client'

import type { OpenLoss } from '@counterfoil/services/witnesses'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import notice from '../../components/notice/critical-notice.module.css'
import { useApi } from '../../trpc/client.tsx'
import classes from './log-loss-notice.module.css'
import { useRefusalWords } from './use-refusal-words.ts'

/** One declares and says why; another confirms. Whoever declared may say it anew, and not confirm it. */
export function LossAnswer({ loss, personId }: { readonly loss: OpenLoss; readonly personId: string }) {
  const translate = useTranslations('logLoss')
  const api = useApi()
  const queries = useQueryClient()
  const words = useRefusalWords()
  const [why, setWhy] = useState('')
  const onSettled = () => queries.invalidateQueries(api.logLoss.open.queryFilter())
  const declared = useMutation(api.logLoss.declare.mutationOptions({ onSettled, onSuccess: () => setWhy('') }))
  const confirmed = useMutation(api.logLoss.confirm.mutationOptions({ onSettled }))
  const error = declared.error ?? confirmed.error
  const declare = (event: FormEvent) => {
    event.preventDefault()
    declared.mutate({ lossId: loss.id, why })
  }
  const byOther = loss.declared !== null && loss.declared.personId !== personId
  return (
    <>
      {byOther ? (
        <Button variant="filled" loading={confirmed.isPending} onClick={() => confirmed.mutate({ lossId: loss.id })}>
          {translate('confirm')}
        </Button>
      ) : (
        <form className={classes.form} onSubmit={declare}>
          <TextInput
            className={classes.why}
            label={translate('why')}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
            maxLength={1_000}
            required
          />
          <Button type="submit" loading={declared.isPending} disabled={why.trim() === ''}>
            {translate(loss.declared === null ? 'declare' : 'declareAgain')}
          </Button>
        </form>
      )}
      {error === null ? null : (
        <p role="alert" className={notice.problem}>
          {words(error)}
        </p>
      )}
    </>
  )
}
