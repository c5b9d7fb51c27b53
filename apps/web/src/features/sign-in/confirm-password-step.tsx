'use client'

import { Button, PasswordInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { askServer, Problem, useStep } from '../factors/index.ts'
import type { Enrolment } from './enrolment.ts'
import classes from './entry.module.css'

/** For an account whose enrolment was not finished: the password again, then the secret. */
export function ConfirmPasswordStep({
  email,
  onEnrolment,
}: {
  readonly email: string
  readonly onEnrolment: (enrolment: Enrolment) => void
}) {
  const translate = useTranslations('setup.enrol')
  const signIn = useTranslations('signIn')
  const problemId = useId()
  const { busy, problem, take } = useStep()
  const [password, setPassword] = useState('')

  async function submit(event: FormEvent) {
    event.preventDefault()
    const enrolment = await take(askServer<Enrolment>('enrol', { password }))
    if (enrolment !== null) onEnrolment(enrolment)
  }

  return (
    <form onSubmit={submit}>
      <p className={classes.step}>{signIn('step', { step: 1, all: 3 })}</p>
      <h1>{translate('passwordTitle')}</h1>
      <p className={classes.intro}>{translate('passwordIntro')}</p>
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <PasswordInput
        size="md"
        name="password"
        autoComplete="current-password"
        autoFocus
        required
        withAsterisk={false}
        label={signIn('password')}
        visibilityToggleButtonProps={{ 'aria-label': signIn('showPassword') }}
        value={password}
        error={problem !== null}
        aria-describedby={problemId}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Problem id={problemId} text={problem?.text ?? null} />
      <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
        {signIn('next')}
      </Button>
    </form>
  )
}
