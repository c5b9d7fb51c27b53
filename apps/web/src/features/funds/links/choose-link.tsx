'use client'

import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from './links.module.css'

export interface Candidate {
  readonly id: string
  readonly words: string
}

interface ChooseLinkProps {
  readonly join: 'payment_line' | 'payout_bank'
  readonly from: readonly Candidate[]
  readonly to: readonly Candidate[]
}

/** A person says which two rows belong together. One of a kind is told and not asked. */
export function ChooseLink({ join, from, to }: ChooseLinkProps) {
  const translate = useTranslations('funds.links')
  const api = useApi()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<{ readonly from?: string; readonly to?: string }>({})
  const [reason, setReason] = useState('')
  const made = useMutation(
    api.funds.linkByHand.mutationOptions({
      onSuccess: () => {
        setReason('')
        return queries.invalidateQueries(api.funds.pathFilter())
      },
    }),
  )
  const pick = (rows: readonly Candidate[], id: string | undefined) => rows.find((row) => row.id === id) ?? rows[0]
  const [left, right] = [pick(from, chosen.from), pick(to, chosen.to)]
  if (left === undefined || right === undefined) return null
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        made.mutate({ join, from: left.id, to: right.id, reason: reason.trim() })
      }}
    >
      {(['from', 'to'] as const).map((side) => (
        <NativeSelect
          key={side}
          label={translate(`${join}.${side}`)}
          value={(side === 'from' ? left : right).id}
          onChange={({ currentTarget }) => setChosen({ ...chosen, [side]: currentTarget.value })}
          data={(side === 'from' ? from : to).map(({ id, words }) => ({ value: id, label: words }))}
        />
      ))}
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
