'use client'

import type { ExceptionDetail } from '@counterfoil/services/funds'
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatMoney } from '../../../components/format/money.ts'
import { useApi } from '../../../trpc/client.tsx'
import classes from './exception-facts.module.css'

const resolutions = ['paid_otherwise', 'written_off', 'acquirer_corrects', 'accepted', 'not_ours', 'other'] as const
type Resolution = (typeof resolutions)[number]

/** Whether another person has the last word, and why: known before anything is written. */
function useSecondWords(): (second: ExceptionDetail['second']) => string {
  const translate = useTranslations('funds.exceptions.act')
  const locale = useLocale()
  return (second) => {
    if (second === null) return translate('alone')
    const { of, amountMinor, limitMinor, currency } = second
    const money = (minor: number) => formatMoney({ amountMinor: minor, currency }, locale)
    return translate(`second.${of}`, { amount: money(amountMinor), limit: money(limitMinor) })
  }
}

/** What a person can do about an exception; each step is an entry in the record. */
export function ExceptionActions({ detail, personId }: { readonly detail: ExceptionDetail; readonly personId: string }) {
  const translate = useTranslations('funds.exceptions.act')
  const outcome = useTranslations('funds.exceptions.resolutions')
  const api = useApi()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [resolution, setResolution] = useState<Resolution>('acquirer_corrects')
  const done = { onSuccess: () => queries.invalidateQueries(api.funds.pathFilter()) }
  const assign = useMutation(api.funds.assignException.mutationOptions(done))
  const note = useMutation(api.funds.noteException.mutationOptions(done))
  const resolve = useMutation(api.funds.resolveException.mutationOptions(done))
  const decide = useMutation(api.funds.decideProposal.mutationOptions(done))
  const error = [assign, note, resolve, decide].find((one) => one.error !== null)?.error
  const told = useSecondWords()
  const { key, state } = detail
  if (state === 'resolved' || state === 'closed') return null
  const mine = detail.assignee?.id === personId
  const proposal = detail.acts.findLast(({ act }) => act === 'propose')
  const empty = reason.trim() === ''
  return (
    <div className={classes.actions}>
      <div className={classes.buttons}>
        <Button variant="default" loading={assign.isPending} onClick={() => assign.mutate({ key, to: mine ? null : personId })}>
          {translate(mine ? 'release' : 'claim')}
        </Button>
      </div>
      {state === 'proposed' ? null : <p>{told(detail.second)}</p>}
      <Textarea
        label={translate('reason')}
        value={reason}
        maxLength={2_000}
        autosize
        minRows={2}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {state === 'proposed' ? (
        <div className={classes.buttons}>
          <span>{translate(proposal?.byId === personId ? 'own' : 'waits')}</span>
          <Button
            variant="filled"
            disabled={empty || proposal?.byId === personId}
            loading={decide.isPending}
            onClick={() => decide.mutate({ key, approve: true, body: reason })}
          >
            {translate('approve')}
          </Button>
          <Button variant="default" disabled={empty} onClick={() => decide.mutate({ key, approve: false, body: reason })}>
            {translate('reject')}
          </Button>
        </div>
      ) : (
        <>
          <NativeSelect
            label={translate('resolution')}
            value={resolution}
            onChange={({ currentTarget }) => setResolution(resolutions.find((one) => one === currentTarget.value) ?? 'other')}
            data={resolutions.map((value) => ({ value, label: outcome(value) }))}
          />
          <div className={classes.buttons}>
            <Button
              variant="filled"
              disabled={empty}
              loading={resolve.isPending}
              onClick={() => resolve.mutate({ key, resolution, body: reason })}
            >
              {translate(detail.second === null ? 'resolve' : 'propose')}
            </Button>
            <Button
              variant="default"
              disabled={empty}
              loading={note.isPending}
              onClick={() => note.mutate({ key, body: reason })}
            >
              {translate('note')}
            </Button>
          </div>
        </>
      )}
      {error === undefined || error === null ? null : <span role="alert">{translate('failed', { reason: error.message })}</span>}
    </div>
  )
}
