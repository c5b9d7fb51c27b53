'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import classes from './last-minute.module.css'
import { type Presence, warningMs } from './presence.ts'

/** In the last minute before the page closes. Whatever the person does takes it away, so the button needs to do nothing. */
export function LastMinute({ presence }: { readonly presence: Presence }) {
  const translate = useTranslations('presence.lastMinute')
  const leftMs = warningMs(presence, useNowMs())
  // The place is there before the words, or readers would not announce them.
  return (
    <div role="status" className={classes.place}>
      {leftMs === null ? null : (
        <div className={classes.notice}>
          <p>
            <strong>{translate('title')}</strong> {translate('why')}{' '}
            <span aria-hidden="true">{translate('left', { seconds: Math.ceil(leftMs / 1_000) })}</span>
          </p>
          <Button variant="filled">{translate('here')}</Button>
        </div>
      )}
    </div>
  )
}
