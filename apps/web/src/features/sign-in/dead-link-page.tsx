'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import classes from './entry.module.css'
import { EntryLayout } from './entry-layout.tsx'

/** A set-up link that does not work any more, and what to do. */
export function DeadLinkPage({ why }: { readonly why: 'used' | 'expired' | 'unknown' }) {
  const translate = useTranslations('setup.dead')
  return (
    <EntryLayout>
      <h1>{translate(why)}</h1>
      <p className={classes.intro}>{translate('why')}</p>
      <p>{translate('first')}</p>
      <code className={classes.command}>npm run counterfoil -- setup-link</code>
      <p className={classes.hint}>{translate('forMore')}</p>
      <div className={classes.actions}>
        <Button component={Link} href="/sign-in" variant="filled" size="md">
          {translate('signIn')}
        </Button>
      </div>
    </EntryLayout>
  )
}
