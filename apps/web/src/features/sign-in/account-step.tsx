'use client'

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { askServer, Problem, useStep } from '../factors/index.ts'
import type { Enrolment } from './enrolment.ts'
import classes from './entry.module.css'

interface AccountStepProps {
  readonly token: string
  readonly onEnrolment: (enrolment: Enrolment) => void
}

/** Name, address, password: makes the account, signs it in and asks for the authenticator's secret. */
export function AccountStep({ token, onEnrolment }: AccountStepProps) {
  const translate = useTranslations('setup.account')
  const signIn = useTranslations('signIn')
  const problemId = useId()
  const hintId = useId()
  const { busy, problem, take } = useStep()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const atFault = (field: string) => problem?.code.startsWith(field) ?? false

  async function submit(event: FormEvent) {
    event.preventDefault()
    const account = { token, name: name.trim(), email: email.trim(), password }
    if ((await take(askServer('setup', account))) === null) return
    if ((await take(askServer('signIn', { email: account.email, password }))) === null) return
    const enrolment = await take(askServer<Enrolment>('enrol', { password }))
    if (enrolment !== null) onEnrolment(enrolment)
  }

  return (
    <form onSubmit={submit}>
      <p className={classes.step}>{signIn('step', { step: 1, all: 3 })}</p>
      <h1>{translate('title')}</h1>
      <p className={classes.intro}>{translate('intro')}</p>
      <div className={classes.fields}>
        <TextInput
          size="md"
          name="name"
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={80}
          label={translate('name')}
          description={translate('nameHint')}
          value={name}
          error={atFault('NAME')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          size="md"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          label={signIn('email')}
          value={email}
          error={atFault('EMAIL')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          size="md"
          name="password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          label={signIn('password')}
          visibilityToggleButtonProps={{ 'aria-label': signIn('showPassword') }}
          value={password}
          error={atFault('PASSWORD')}
          aria-describedby={`${hintId} ${problemId}`}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </div>
      <p id={hintId} className={classes.hint}>
        {translate('passwordHint')}
      </p>
      <Problem id={problemId} text={problem?.text ?? null} />
      <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
        {translate('submit')}
      </Button>
    </form>
  )
}
