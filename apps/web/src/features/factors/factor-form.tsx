'use client'

import { Button, UnstyledButton } from '@mantine/core'
import { usePathname, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useRef, useState } from 'react'
import classes from './factor-form.module.css'
import { PasskeyButton } from './passkey-button.tsx'
import { Problem } from './problem.tsx'
import { showPasskey, showTyped, type TypedFactor } from './show-factor.ts'
import { SingleSignOnButton } from './single-sign-on.tsx'
import { TypedFactorField } from './typed-factor-field.tsx'
import { useStep } from './use-step.ts'

interface FactorFormProps {
  /** Whose factor: for password managers. */
  readonly email: string
  /** What may be typed; the first is asked for, the others are offered. */
  readonly typed: readonly [TypedFactor, ...TypedFactor[]]
  readonly passkey: boolean
  /** Whether the chain's identity provider may ask instead: not where a sign-in is still to be completed. */
  readonly sso?: boolean
  readonly submit: string
  readonly onShown: () => void
}

/** The session is gone: no factor brings it back, only signing in anew. */
const sessionOver = new Set(['NOT_SIGNED_IN', 'SIGNED_OUT', 'HTTP_401'])

/** Asks somebody who is signed in for a factor: to go on after a pause, to do what needs a fresh one, or to complete a sign-in. */
export function FactorForm({ email, typed, passkey, sso = true, submit, onShown }: FactorFormProps) {
  const translate = useTranslations('factors')
  const problemId = useId()
  const { busy, problem, take, forget } = useStep()
  const [kind, setKind] = useState<TypedFactor>(typed[0])
  const [text, setText] = useState('')
  const pathname = usePathname()
  const query = useSearchParams().toString()
  const field = useRef<HTMLInputElement>(null)

  async function send(entered: string) {
    if ((await take(showTyped(kind, entered))) !== null) return onShown()
    setText('')
    field.current?.focus()
  }
  async function sendPasskey() {
    if ((await take(showPasskey())) !== null) onShown()
  }
  function onSubmit(event: FormEvent) {
    event.preventDefault()
    void send(text)
  }
  function choose(other: TypedFactor) {
    setKind(other)
    setText('')
    forget()
  }

  return (
    <form onSubmit={onSubmit}>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TypedFactorField
        key={kind}
        kind={kind}
        value={text}
        inputRef={field}
        invalid={problem !== null}
        describedBy={problemId}
        onChange={setText}
        onComplete={(digits) => void send(digits)}
      />
      <Problem id={problemId} text={problem?.text ?? null} />
      {problem !== null && sessionOver.has(problem.code) ? (
        <Button component="a" href="/sign-in" variant="filled" size="md" fullWidth>
          {translate('signInAgain')}
        </Button>
      ) : (
        <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
          {submit}
        </Button>
      )}
      {passkey ? <PasskeyButton busy={busy} onPress={() => void sendPasskey()} /> : null}
      {sso ? <SingleSignOnButton again next={query === '' ? pathname : `${pathname}?${query}`} /> : null}
      <div className={classes.others}>
        {typed
          .filter((other) => other !== kind)
          .map((other) => (
            <UnstyledButton key={other} className={classes.other} onClick={() => choose(other)}>
              {translate(`${other}.use`)}
            </UnstyledButton>
          ))}
      </div>
    </form>
  )
}
