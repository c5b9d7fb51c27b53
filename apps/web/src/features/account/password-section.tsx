'use client'

import { Button, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Problem } from '../factors/index.ts'
import classes from './account-section.module.css'
import { Done } from './done.tsx'
import { useAccountChange } from './use-account-change.ts'
import { useDayWord } from './use-day-word.ts'

interface PasswordSectionProps {
  readonly changedAt: Date | null
  readonly email: string
}

export function PasswordSection({ changedAt, email }: PasswordSectionProps) {
  const translate = useTranslations('account.password')
  const { day } = useDayWord()
  const [open, setOpen] = useState(false)
  const { done, problem, forget, saying } = useAccountChange()
  const api = useApi()
  const said = saying(translate('done'))
  const change = useMutation(
    api.account.changePassword.mutationOptions({
      ...said,
      onSuccess: () => {
        setOpen(false)
        return said.onSuccess()
      },
    }),
  )
  return (
    <Section
      title={translate('title')}
      aside={
        <Button
          className={classes.open}
          onClick={() => {
            forget()
            setOpen(!open)
          }}
          aria-expanded={open}
        >
          {translate(open ? 'close' : 'change')}
        </Button>
      }
    >
      <p className={classes.state}>{changedAt === null ? translate('never') : translate('changed', { day: day(changedAt) })}</p>
      {open ? (
        <PasswordForm
          email={email}
          busy={change.isPending}
          problem={problem}
          atFault={change.error?.data?.fields ?? []}
          onSubmit={(current, next) => change.mutate({ current, next })}
        />
      ) : null}
      <Done text={done} />
    </Section>
  )
}

interface PasswordFormProps {
  readonly email: string
  readonly busy: boolean
  readonly problem: string | null
  /** The fields the server named. */
  readonly atFault: readonly string[]
  readonly onSubmit: (current: string, next: string) => void
}

function PasswordForm({ email, busy, problem, atFault, onSubmit }: PasswordFormProps) {
  const translate = useTranslations('account.password')
  const signIn = useTranslations('signIn')
  const problemId = useId()
  const hintId = useId()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    onSubmit(current, next)
  }
  const shared = {
    size: 'md',
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': signIn('showPassword') },
  } as const
  return (
    <form onSubmit={submit} className={classes.form}>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <div className={classes.fields}>
        <PasswordInput
          {...shared}
          name="current"
          autoComplete="current-password"
          autoFocus
          label={translate('current')}
          value={current}
          error={problem !== null && atFault.includes('current')}
          aria-describedby={problemId}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          {...shared}
          name="next"
          autoComplete="new-password"
          label={translate('next')}
          value={next}
          error={problem !== null && atFault.includes('next')}
          aria-describedby={`${hintId} ${problemId}`}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
      </div>
      <p id={hintId} className={classes.hint}>
        {translate('hint')}
      </p>
      <Problem id={problemId} text={problem} />
      <Button type="submit" variant="filled" size="md" loading={busy}>
        {translate('submit')}
      </Button>
    </form>
  )
}
