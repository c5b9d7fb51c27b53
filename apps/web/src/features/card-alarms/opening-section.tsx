'use client'

import type { CardAlarmDetail, CardAlarmOpening } from '@counterfoil/services/card-alarms'
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './card-alarms.module.css'
import { useRefusalWords } from './use-refusal-words.ts'

interface OpeningSectionProps {
  readonly alarm: CardAlarmDetail
  readonly mayHandle: boolean
  readonly personId: string
}

/** Looking at what was found: one asks, another approves, the server's command line shows it once. */
export function OpeningSection({ alarm, mayHandle, personId }: OpeningSectionProps) {
  const translate = useTranslations('cardAlarms.opening')
  if (alarm.sealed === 0) return null
  const waits = alarm.openings.some(({ state }) => state === 'asked' || state === 'approved')
  return (
    <Section title={translate('title')}>
      <p className={classes.quiet}>{translate('what')}</p>
      {alarm.openings.length === 0 ? null : (
        <ul className={classes.openings}>
          {alarm.openings.map((opening) => (
            <Opening
              key={opening.id}
              opening={opening}
              alarmId={alarm.id}
              mayApprove={mayHandle && opening.askedBy.id !== personId}
            />
          ))}
        </ul>
      )}
      {mayHandle && !waits ? <AskForm alarmId={alarm.id} /> : null}
      {mayHandle ? null : <p className={classes.quiet}>{translate('whoOpens')}</p>}
    </Section>
  )
}

interface OpeningProps {
  readonly opening: CardAlarmOpening
  readonly alarmId: string
  readonly mayApprove: boolean
}

function Opening({ opening, alarmId, mayApprove }: OpeningProps) {
  const translate = useTranslations('cardAlarms.opening')
  const api = useApi()
  const queries = useQueryClient()
  const refusalWords = useRefusalWords()
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const time = (ms: number) => formatDateTime(ms, place, nowMs)
  const approved = useMutation(
    api.cardAlarms.approveOpening.mutationOptions({
      onSettled: () => queries.invalidateQueries(api.cardAlarms.get.queryFilter({ id: alarmId })),
    }),
  )
  const { askedBy, askedAtMs, approvedBy, approvedAtMs, openedAtMs, state } = opening
  return (
    <li className={classes.opening}>
      <Status axis="opening" state={state} />
      <p>{translate('asked', { name: askedBy.name, time: time(askedAtMs) })}</p>
      <p className={classes.told}>{opening.why}</p>
      {approvedBy === null || approvedAtMs === null ? null : (
        <p>{translate('approved', { name: approvedBy.name, time: time(approvedAtMs) })}</p>
      )}
      {openedAtMs === null ? null : <p>{translate('opened', { time: time(openedAtMs) })}</p>}
      {state === 'approved' ? (
        <p>
          {translate('command')} <code className={classes.command}>npm run counterfoil -- card-alarm open {alarmId}</code>
        </p>
      ) : null}
      {state === 'asked' && mayApprove ? (
        <Button
          size="xs"
          variant="filled"
          loading={approved.isPending}
          onClick={() => approved.mutate({ openingId: opening.id })}
        >
          {translate('approve')}
        </Button>
      ) : null}
      {state === 'asked' && !mayApprove ? <p className={classes.quiet}>{translate('waits')}</p> : null}
      {approved.error ? (
        <span role="alert" className={classes.problem}>
          {refusalWords(approved.error)}
        </span>
      ) : null}
    </li>
  )
}

function AskForm({ alarmId }: { readonly alarmId: string }) {
  const translate = useTranslations('cardAlarms.opening')
  const api = useApi()
  const queries = useQueryClient()
  const refusalWords = useRefusalWords()
  const [why, setWhy] = useState('')
  const asked = useMutation(
    api.cardAlarms.askOpening.mutationOptions({
      onSuccess: () => {
        setWhy('')
        return queries.invalidateQueries(api.cardAlarms.get.queryFilter({ id: alarmId }))
      },
    }),
  )
  const ask = (event: FormEvent) => {
    event.preventDefault()
    asked.mutate({ alarmId, why })
  }
  return (
    <form className={classes.form} onSubmit={ask}>
      <Textarea
        label={translate('why')}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        maxLength={1_000}
        minRows={2}
        autosize
        required
      />
      {asked.error ? (
        <span role="alert" className={classes.problem}>
          {refusalWords(asked.error)}
        </span>
      ) : null}
      <Button type="submit" loading={asked.isPending} disabled={why.trim() === ''}>
        {translate('ask')}
      </Button>
    </form>
  )
}
