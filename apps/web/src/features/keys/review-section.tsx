'use client'

import type { KeyReview } from '@counterfoil/services/keys'
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDay } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import exportClasses from './export-button.module.css'
import classes from './keys-page.module.css'

/** Once a year somebody looks at all of this and signs that they did (PCI DSS 12.3.3). */
export function ReviewSection({ review, maySign }: { readonly review: KeyReview; readonly maySign: boolean }) {
  const translate = useTranslations('keys.review')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { last, due, overdue } = review
  const day = (date: Date) => formatDay(date.getTime(), place, nowMs)
  return (
    <Section
      title={translate('title')}
      note={due === null ? translate('never') : translate('due', { day: day(due) })}
      aside={overdue ? <Status axis="key" state="overdue" as="tag" /> : null}
    >
      <p className={classes.none}>{translate('what')}</p>
      {last === null ? null : (
        <>
          <p className={classes.signed}>{translate('last', { name: last.by, day: day(last.at) })}</p>
          <p className={classes.note}>{last.note}</p>
        </>
      )}
      {maySign ? <SignForm /> : <p className={classes.none}>{translate('whoSigns')}</p>}
    </Section>
  )
}

function SignForm() {
  const translate = useTranslations('keys.review')
  const api = useApi()
  const queries = useQueryClient()
  const [note, setNote] = useState('')
  const signed = useMutation(
    api.keys.signReview.mutationOptions({
      onSuccess: () => {
        setNote('')
        return queries.invalidateQueries(api.keys.inventory.queryFilter())
      },
    }),
  )
  const sign = (event: FormEvent) => {
    event.preventDefault()
    signed.mutate({ note })
  }
  return (
    <form className={classes.form} onSubmit={sign}>
      <Textarea
        label={translate('note')}
        description={translate('noteWhat')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={1_000}
        minRows={3}
        autosize
        required
      />
      {signed.error ? (
        <span role="alert" className={exportClasses.problem}>
          {signed.error.message}
        </span>
      ) : null}
      <Button type="submit" variant="filled" loading={signed.isPending} disabled={note.trim() === ''}>
        {translate('sign')}
      </Button>
    </form>
  )
}
