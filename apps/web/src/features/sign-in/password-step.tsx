'use client'

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { askServer, PasskeyButton, Problem, SingleSignOnButton, signInByPasskey, useStep } from '../factors/index.ts'
import classes from './entry.module.css'

interface PasswordStepProps {
  /** Where the identity provider leads back to. */
  readonly next: string
  readonly ssoRefusal: string | null
  /** Signed in by passkey; an administrator goes on to a second kind of factor. */
  readonly onPasskey: (complete: boolean) => void
  readonly onCodeNeeded: (email: string) => void
  readonly onEnrolmentNeeded: () => void
}

export function PasswordStep({ next, ssoRefusal, onPasskey, onCodeNeeded, onEnrolmentNeeded }: PasswordStepProps) {
  const translate = useTranslations('signIn')
  const problemId = useId()
  const { busy, problem, take } = useStep()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const refused =
    ssoRefusal !== null && translate.has(`sso.${ssoRefusal}` as never) ? translate(`sso.${ssoRefusal}` as never) : null

  // A passkey that failed says nothing of what stands in the fields.
  const wrong = problem !== null && !problem.code.startsWith('PASSKEY')

  async function byPasskey() {
    const done = await take(signInByPasskey())
    if (done !== null) onPasskey(done.complete)
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    const done = await take(askServer<{ readonly twoFactorRedirect?: boolean }>('signIn', { email: email.trim(), password }))
    if (done === null) return
    if (done.twoFactorRedirect) onCodeNeeded(email.trim())
    else onEnrolmentNeeded()
  }

  return (
    <form onSubmit={submit}>
      <p className={classes.step}>{translate('step', { step: 1, all: 2 })}</p>
      <h1>{translate('title')}</h1>
      <div className={classes.fields}>
        <TextInput
          size="md"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          label={translate('email')}
          value={email}
          error={wrong}
          aria-describedby={problemId}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          size="md"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          label={translate('password')}
          visibilityToggleButtonProps={{ 'aria-label': translate('showPassword') }}
          value={password}
          error={wrong}
          aria-describedby={problemId}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </div>
      <Problem id={problemId} text={problem?.text ?? refused} />
      <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
        {translate('next')}
      </Button>
      <PasskeyButton busy={busy} onPress={() => void byPasskey()} />
      <SingleSignOnButton next={next} />
      <p className={classes.links}>{translate('noAccount')}</p>
    </form>
  )
}
