'use client'

import type { CardAlarmDetail } from '@counterfoil/services/card-alarms'
import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatLocalTime, parseLocalTime } from '../../components/format/local-time.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './card-alarms.module.css'
import { useRefusalWords } from './use-refusal-words.ts'

/** Start, end, cause and fix: what a failure must be answered with (PCI DSS 10.7.3). */
export function CloseForm({ alarm }: { readonly alarm: CardAlarmDetail }) {
  const translate = useTranslations('cardAlarms.answer')
  const api = useApi()
  const queries = useQueryClient()
  const refusalWords = useRefusalWords()
  const timeZone = useTimeZone()
  const [draft, setDraft] = useState({
    start: formatLocalTime(alarm.foundAtMs, timeZone),
    end: formatLocalTime(alarm.lastFoundAtMs, timeZone),
    cause: '',
    fix: '',
  })
  const closed = useMutation(
    api.cardAlarms.close.mutationOptions({ onSuccess: () => queries.invalidateQueries(api.cardAlarms.pathFilter()) }),
  )
  const startedAtMs = parseLocalTime(draft.start, timeZone)
  const endedAtMs = parseLocalTime(draft.end, timeZone)
  const field = (name: keyof typeof draft) => ({
    label: translate(name),
    value: draft[name],
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }) =>
      setDraft((before) => ({ ...before, [name]: value })),
  })
  const close = (event: FormEvent) => {
    event.preventDefault()
    if (startedAtMs === null || endedAtMs === null) return
    closed.mutate({ alarmId: alarm.id, startedAtMs, endedAtMs, cause: draft.cause, fix: draft.fix })
  }
  return (
    <form className={classes.form} onSubmit={close}>
      <div className={classes.times}>
        <TextInput {...field('start')} type="datetime-local" required />
        <TextInput {...field('end')} type="datetime-local" required />
      </div>
      <Textarea {...field('cause')} description={translate('causeWhat')} maxLength={2_000} minRows={2} autosize required />
      <Textarea {...field('fix')} description={translate('fixWhat')} maxLength={2_000} minRows={2} autosize required />
      {closed.error ? (
        <span role="alert" className={classes.problem}>
          {refusalWords(closed.error)}
        </span>
      ) : null}
      <Button
        type="submit"
        variant="filled"
        loading={closed.isPending}
        disabled={startedAtMs === null || endedAtMs === null || draft.cause.trim() === '' || draft.fix.trim() === ''}
      >
        {translate('close')}
      </Button>
    </form>
  )
}
