'use client'

import type { PersonRole } from '@counterfoil/services/permissions'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { askServer, Problem, useStep } from '../factors/index.ts'
import type { Enrolment } from './enrolment.ts'
import classes from './entry.module.css'

/** What a link is for, as far as its page shows it. */
export type LinkShown =
  | { readonly kind: 'first' }
  | { readonly kind: 'invitation'; readonly email: string; readonly role: PersonRole }
  | { readonly kind: 'reset'; readonly email: string }

interface AccountStepProps {
  readonly token: string
  readonly link: LinkShown
  readonly onEnrolment: (enrolment: Enrolment) => void
}

/** Name, address, password, as far as the link leaves them open: then the account is signed in and connects an authenticator. */
export function AccountStep({ token, link, onEnrolment }: AccountStepProps) {
  const translate = useTranslations('setup')
  const access = useAccessWords()
  const signIn = useTranslations('signIn')
  const problemId = useId()
  const hintId = useId()
  const { busy, problem, take } = useStep()
  const [name, setName] = useState('')
  const fixedEmail = link.kind === 'first' ? null : link.email
  const [email, setEmail] = useState(fixedEmail ?? '')
  const [password, setPassword] = useState('')
  const atFault = (field: string) => problem?.code.startsWith(field) ?? false

  async function submit(event: FormEvent) {
    event.preventDefault()
    const address = email.trim()
    const account = {
      token,
      password,
      ...(link.kind === 'reset' ? {} : { name: name.trim() }),
      ...(link.kind === 'first' ? { email: address } : {}),
    }
    if ((await take(askServer('setup', account))) === null) return
    if ((await take(askServer('signIn', { email: address, password }))) === null) return
    const enrolment = await take(askServer<Enrolment>('enrol', { password }))
    if (enrolment !== null) onEnrolment(enrolment)
  }

  const words = link.kind === 'first' ? 'account' : link.kind
  return (
    <form onSubmit={submit}>
      <p className={classes.step}>{signIn('step', { step: 1, all: 3 })}</p>
      <h1>{translate(`${words}.title`)}</h1>
      <p className={classes.intro}>
        {link.kind === 'invitation'
          ? translate('invitation.intro', { role: access.role(link.role), may: access.may(link.role) })
          : translate(link.kind === 'reset' ? 'reset.intro' : 'account.intro')}
      </p>
      <div className={classes.fields}>
        {link.kind === 'reset' ? null : (
          <TextInput
            size="md"
            name="name"
            autoComplete="name"
            required
            withAsterisk={false}
            maxLength={80}
            label={translate('account.name')}
            description={translate('account.nameHint')}
            value={name}
            error={atFault('NAME')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <TextInput
          size="md"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          label={signIn('email')}
          readOnly={fixedEmail !== null}
          variant={fixedEmail === null ? 'default' : 'filled'}
          description={link.kind === 'invitation' ? translate('invitation.emailHint') : undefined}
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
        {translate('account.passwordHint')}
      </p>
      <Problem id={problemId} text={problem?.text ?? null} />
      <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
        {translate(`${words}.submit`)}
      </Button>
    </form>
  )
}
