'use client'

import { Button, UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { QRCodeSVG } from 'qrcode.react'
import { type FormEvent, useId, useRef, useState } from 'react'
import { askServer, CodeField, Problem, useStep } from '../factors/index.ts'
import { type Enrolment, secretOf } from './enrolment.ts'
import classes from './entry.module.css'

interface AuthenticatorStepProps {
  readonly enrolment: Enrolment
  readonly step: string
  readonly onDone: () => void
  readonly onAgain: () => void
}

/** Scan or type the secret, then prove it with a code. */
export function AuthenticatorStep({ enrolment, step, onDone, onAgain }: AuthenticatorStepProps) {
  const translate = useTranslations('setup.enrol')
  const problemId = useId()
  const { busy, problem, take } = useStep()
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)

  async function send(entered: string) {
    if ((await take(askServer('verifyCode', { code: entered }))) !== null) return onDone()
    setCode('')
    field.current?.focus()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    void send(code)
  }

  return (
    <form onSubmit={submit}>
      <p className={classes.step}>{step}</p>
      <h1>{translate('title')}</h1>
      <p className={classes.intro}>{translate('intro')}</p>
      {/* Always dark on white: many apps do not read an inverted code. */}
      <div className={classes.qr}>
        <QRCodeSVG value={enrolment.totpURI} size={168} level="M" title={translate('qr')} fgColor="#000000" bgColor="#FFFFFF" />
      </div>
      <p className={classes.hint}>{translate('secret')}</p>
      <code className={classes.secret}>{secretOf(enrolment.totpURI)}</code>
      <CodeField
        label={translate('code')}
        value={code}
        inputRef={field}
        invalid={problem !== null}
        describedBy={problemId}
        onChange={setCode}
        onComplete={(digits) => void send(digits)}
      />
      <Problem id={problemId} text={problem?.text ?? null} />
      <Button type="submit" variant="filled" size="md" fullWidth loading={busy}>
        {translate('submit')}
      </Button>
      <div className={classes.links}>
        <UnstyledButton className={classes.link} onClick={onAgain}>
          {translate('startAgain')}
        </UnstyledButton>
      </div>
    </form>
  )
}
