'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { QRCodeSVG } from 'qrcode.react'
import { type FormEvent, useId, useState } from 'react'
import { CodeField, Problem } from '../factors/index.ts'
import classes from './account-section.module.css'

interface NewAuthenticatorProps {
  readonly uri: string
  readonly secret: string
  readonly busy: boolean
  readonly problem: string | null
  readonly onCode: (code: string) => void
}

/** Scan or type the new secret, then prove it with a code; until then the app of before counts. */
export default function NewAuthenticator({ uri, secret, busy, problem, onCode }: NewAuthenticatorProps) {
  const translate = useTranslations('account.authenticator')
  const enrol = useTranslations('setup.enrol')
  const problemId = useId()
  const [code, setCode] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    onCode(code)
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <p className={classes.state}>{translate('until')}</p>
      {/* Always dark on white: many apps do not read an inverted code. */}
      <div className={classes.qr}>
        <QRCodeSVG value={uri} size={168} level="M" title={enrol('qr')} fgColor="#000000" bgColor="#FFFFFF" />
      </div>
      <p className={classes.hint}>{enrol('secret')}</p>
      <code className={classes.secret}>{secret.match(/.{1,4}/g)?.join(' ')}</code>
      <CodeField
        label={enrol('code')}
        value={code}
        invalid={problem !== null}
        describedBy={problemId}
        onChange={setCode}
        onComplete={onCode}
      />
      <Problem id={problemId} text={problem} />
      <Button type="submit" variant="filled" size="md" loading={busy}>
        {enrol('submit')}
      </Button>
    </form>
  )
}
