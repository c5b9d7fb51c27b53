'use client'

import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from './links.module.css'

interface LinkFormProps {
  readonly join: 'payment_line' | 'payout_bank'
  /** The rows that were chosen. */
  readonly from: string
  readonly to: string
  /** Where they are chosen, and what the link would change. */
  readonly children: ReactNode
}

/** The frame in which a person says that two rows belong together: why, and what came of it. */
export function LinkForm({ join, from, to, children }: LinkFormProps) {
  const translate = useTranslations('funds.links')
  const api = useApi()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const made = useMutation(
    api.funds.linkByHand.mutationOptions({
      onSuccess: () => {
        setReason('')
        return queries.invalidateQueries(api.funds.pathFilter())
      },
    }),
  )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        made.mutate({ join, from, to, reason: reason.trim() })
      }}
    >
      {children}
      <TextInput
        label={translate('why')}
        value={reason}
        maxLength={2_000}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" loading={made.isPending} disabled={reason.trim() === ''}>
          {translate('join')}
        </Button>
        {made.isSuccess ? (
          <span role="status" className={classes.told}>
            {translate(made.data.state === 'made' ? 'told' : 'toldProposed')}
          </span>
        ) : null}
      </div>
      <ProblemLine text={made.error?.message ?? null} />
    </form>
  )
}
