'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import classes from './tokens-page.module.css'

interface MadeTokenProps {
  readonly name: string
  readonly token: string
  readonly onKept: () => void
}

/** A new token, this once: nobody can ask for it again. */
export function MadeToken({ name, token, onKept }: MadeTokenProps) {
  const translate = useTranslations('tokens.made')
  const common = useTranslations('common')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(token)
    setCopied(true)
  }
  return (
    <div className={classes.made} role="status">
      <h3>{translate('title', { name })}</h3>
      <p>{translate('once')}</p>
      <code className={classes.token}>{token}</code>
      <div className={classes.actions}>
        <Button variant="filled" onClick={copy}>
          {copied ? common('copied') : translate('copy')}
        </Button>
        <Button onClick={onKept}>{translate('done')}</Button>
      </div>
    </div>
  )
}
