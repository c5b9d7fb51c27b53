'use client'

import { Button, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import classes from './one-time-link.module.css'
import { usePeopleWords } from './use-people-words.ts'

interface OneTimeLinkProps {
  readonly token: string
  readonly expiresAt: Date
  /** What whoever gets it does with it. */
  readonly what: string
}

/** A link that is told this once: nobody, not even the server, can show it again. We send no mail. */
export function OneTimeLink({ token, expiresAt, what }: OneTimeLinkProps) {
  const translate = useTranslations('people.link')
  const common = useTranslations('common')
  const words = usePeopleWords()
  const [copied, setCopied] = useState(false)
  const link = `${window.location.origin}/setup/${token}`
  const copy = async () => {
    await navigator.clipboard.writeText(link)
    setCopied(true)
  }
  return (
    <div className={classes.link}>
      <p>{what}</p>
      <div className={classes.row}>
        <TextInput
          className={classes.field}
          aria-label={translate('label')}
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button variant="filled" onClick={copy} data-autofocus>
          {copied ? common('copied') : common('copy')}
        </Button>
      </div>
      <p className={classes.hint}>{translate('once', { time: words.time(expiresAt) })}</p>
    </div>
  )
}
