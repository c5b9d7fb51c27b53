'use client'

import type { AuditDay } from '@counterfoil/services/audit-review'
import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './audit-review.module.css'
import { useReviewChange, useTimeWords } from './use-review-words.ts'

/** What one puts one's name under, and the name under it. */
export function SignSection({ day, maySign }: { readonly day: AuditDay; readonly maySign: boolean }) {
  const translate = useTranslations('auditReview.sign')
  const api = useApi()
  const time = useTimeWords()
  const [note, setNote] = useState('')
  const { problem, change } = useReviewChange()
  const sign = useMutation(api.auditReview.sign.mutationOptions(change))
  const { signed, statement, complete, actedOneself } = day
  const submit = (event: FormEvent) => {
    event.preventDefault()
    sign.mutate({ day: day.day, note, statementHash: statement.hash })
  }
  return (
    <Section title={translate('title')}>
      <p className={classes.quiet}>{translate('says', { entries: day.entries, found: day.findings.length })}</p>
      <code className={classes.hash}>SHA-256 {signed?.hash ?? statement.hash}</code>
      {signed !== null ? (
        <>
          <p>{translate('signed', { name: signed.by, time: time(signed.at) })}</p>
          <p className={classes.quiet}>{signed.note}</p>
        </>
      ) : !maySign ? (
        <p className={classes.quiet}>{translate('who')}</p>
      ) : actedOneself ? (
        <p className={classes.quiet}>{translate('acted')}</p>
      ) : !complete ? (
        <p className={classes.quiet}>{translate('waits')}</p>
      ) : (
        <form onSubmit={submit} className={classes.form}>
          <Textarea
            label={translate('note')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={2_000}
            autosize
            minRows={3}
            required
          />
          <div className={classes.actions}>
            <Button type="submit" variant="filled" loading={sign.isPending} disabled={note.trim() === ''}>
              {translate('do')}
            </Button>
          </div>
        </form>
      )}
      <ProblemLine text={problem} />
    </Section>
  )
}
