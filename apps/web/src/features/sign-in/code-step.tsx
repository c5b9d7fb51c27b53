'use client'

import { Button, TextInput, UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useRef, useState } from 'react'
import { askServer, CodeField, Problem, useStep } from '../factors/index.ts'
import classes from './entry.module.css'

interface CodeStepProps {
  readonly email: string
  readonly onDone: () => void
  readonly onAgain: () => void
}

/** These end the sign-in that was begun: only the password helps. */
const overCodes = new Set(['INVALID_TWO_FACTOR_COOKIE', 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE'])

export function CodeStep({ email, onDone, onAgain }: CodeStepProps) {
  const translate = useTranslations('signIn')
  const hintId = useId()
  const problemId = useId()
  const { busy, problem, take, forget } = useStep()
  const [recovery, setRecovery] = useState(false)
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const words = recovery ? 'recovery' : 'code'

  async function send(entered: string) {
    const done = await take(askServer(recovery ? 'verifyRecoveryCode' : 'verifyCode', { code: entered.trim() }))
    if (done !== null) return onDone()
    setCode('')
    field.current?.focus()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    void send(code)
  }
  function change(toRecovery: boolean) {
    setRecovery(toRecovery)
    setCode('')
    forget()
  }

  return (
    <form onSubmit={submit}>
      <p className={classes.step}>{translate('step', { step: 2, all: 2 })}</p>
      <h1>{translate(`${words}.title`)}</h1>
      <p className={classes.intro}>
        {translate('code.as')} <strong>{email}</strong> ·{' '}
        <UnstyledButton className={classes.link} onClick={onAgain}>
          {translate('code.notYou')}
        </UnstyledButton>
      </p>
      {recovery ? (
        <TextInput
          key="recovery"
          ref={field}
          size="md"
          name="recovery"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
          label={translate('recovery.label')}
          value={code}
          error={problem !== null}
          aria-describedby={`${hintId} ${problemId}`}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      ) : (
        <CodeField
          label={translate('code.label')}
          value={code}
          inputRef={field}
          invalid={problem !== null}
          describedBy={`${hintId} ${problemId}`}
          onChange={setCode}
          onComplete={(digits) => void send(digits)}
        />
      )}
      <p id={hintId} className={classes.hint}>
        {translate(`${words}.hint`)}
      </p>
      <Problem id={problemId} text={problem?.text ?? null} />
      {problem !== null && overCodes.has(problem.code) ? (
        <Button variant="filled" size="md" fullWidth onClick={onAgain}>
          {translate('title')}
        </Button>
      ) : (
        <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
          {translate(`${words}.submit`)}
        </Button>
      )}
      <div className={classes.links}>
        <UnstyledButton className={classes.link} onClick={() => change(!recovery)}>
          {translate(recovery ? 'recovery.useApp' : 'code.useRecovery')}
        </UnstyledButton>
        <span>{translate('code.lost')}</span>
      </div>
    </form>
  )
}
