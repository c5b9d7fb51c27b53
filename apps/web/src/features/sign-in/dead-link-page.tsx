'use client'

import type { SetupLinkKind } from '@counterfoil/services/users'
import { Button } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import classes from './entry.module.css'
import { EntryLayout } from './entry-layout.tsx'

interface DeadLinkPageProps {
  readonly why: 'used' | 'expired' | 'revoked' | 'unknown' | 'tooOften'
  /** What it was for; null when nobody knows it. */
  readonly kind: SetupLinkKind | null
}

const reasons = { first: 'why', invitation: 'whyInvitation', reset: 'whyReset', unknown: 'whyUnknown' } as const

/** A link that does not work, or not now, and what to do. */
export function DeadLinkPage({ why, kind }: DeadLinkPageProps) {
  const translate = useTranslations('setup.dead')
  return (
    <EntryLayout>
      <h1>{translate(why)}</h1>
      <p className={classes.intro}>{translate(why === 'tooOften' ? 'whyTooOften' : reasons[kind ?? 'unknown'])}</p>
      {kind === 'first' ? (
        <>
          <p>{translate('first')}</p>
          <code className={classes.command}>npm run counterfoil -- setup-link</code>
          <p className={classes.hint}>{translate('forMore')}</p>
        </>
      ) : null}
      <div className={classes.actions}>
        <Button component={Link} href="/sign-in" variant="filled" size="md">
          {translate('signIn')}
        </Button>
      </div>
    </EntryLayout>
  )
}
