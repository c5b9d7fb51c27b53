'use client'

import { Button } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTimeZone } from '../age/time-zone.tsx'
import { formatClock } from '../format/date-time.ts'
import { Glyph } from '../status/glyph.tsx'
import classes from './error-state.module.css'

interface ErrorStateProps {
  /** What did not work: "This chart could not be worked out". */
  readonly title: string
  /** Why, and what to do. */
  readonly message: string
  readonly atMs?: number | undefined
  /** What the log has this under. */
  readonly reference?: string | undefined
  readonly onRetry?: () => void
}

/** One failed section; the rest of the page goes on. */
export function ErrorState({ title, message, atMs, reference, onRetry }: ErrorStateProps) {
  const translate = useTranslations('common')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const [copied, setCopied] = useState(false)
  const clock = atMs === undefined ? null : formatClock(atMs, place)
  const copy = async () => {
    await navigator.clipboard.writeText(
      [title, message, reference, atMs && new Date(atMs).toISOString()].filter(Boolean).join('\n'),
    )
    setCopied(true)
  }
  return (
    <div className={classes.error} role="alert">
      <Glyph name="crit" tone="crit" />
      <div>
        <h3 className={classes.title}>{title}</h3>
        <p className={classes.message}>{message}</p>
        <div className={classes.actions}>
          {onRetry ? (
            <Button variant="filled" onClick={onRetry}>
              {translate('tryAgain')}
            </Button>
          ) : null}
          <Button onClick={copy}>{copied ? translate('copied') : translate('copyDetails')}</Button>
        </div>
        {reference || clock ? (
          <p className={classes.reference}>
            {reference ? (
              <>
                {translate('reference')} <code>{reference}</code>
                {clock ? ' · ' : null}
              </>
            ) : null}
            {clock}
          </p>
        ) : null}
      </div>
    </div>
  )
}
