'use client'

import type { PersonDetail } from '@counterfoil/services/people'
import { Button } from '@mantine/core'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Section } from '../../components/section/section.tsx'
import classes from './actions-section.module.css'
import type { PersonChange } from './confirm-dialog.tsx'

/** Come when they are asked for, not with the page. */
const AccessDialog = dynamic(() => import('./access-dialog.tsx'), { ssr: false })
const ConfirmDialog = dynamic(() => import('./confirm-dialog.tsx'), { ssr: false })

interface ActionsSectionProps {
  readonly person: PersonDetail
  readonly own: boolean
}

/** What an administrator can do about an account, each with what follows from it. Nobody does any of it to themselves. */
export function ActionsSection({ person, own }: ActionsSectionProps) {
  const translate = useTranslations('people.actions')
  const [asking, setAsking] = useState<PersonChange | 'access' | null>(null)
  if (own) {
    return (
      <Section title={translate('title')}>
        <p className={classes.what}>
          {translate('own')}{' '}
          <Link href="/account" data-link>
            {translate('ownAccount')}
          </Link>
        </p>
      </Section>
    )
  }
  const active = person.state === 'active'
  return (
    <Section title={translate('title')}>
      {person.lastAdministrator ? <p className={classes.what}>{translate('lastAdministrator')}</p> : null}
      <ul className={classes.actions}>
        <Action what={translate('access.what')} label={translate('access.do')} onDo={() => setAsking('access')} />
        {active ? <Action what={translate('reset.what')} label={translate('reset.do')} onDo={() => setAsking('reset')} /> : null}
        {person.sessions.length > 0 ? (
          <Action
            what={translate('endSessions.what')}
            label={translate('endSessions.do')}
            onDo={() => setAsking('endSessions')}
          />
        ) : null}
        {active ? (
          <Action
            what={translate('disable.what')}
            label={translate('disable.do')}
            disabled={person.lastAdministrator}
            onDo={() => setAsking('disable')}
          />
        ) : (
          <Action what={translate('enable.what')} label={translate('enable.do')} onDo={() => setAsking('enable')} />
        )}
      </ul>
      {asking === 'access' ? <AccessDialog person={person} onClose={() => setAsking(null)} /> : null}
      {asking !== null && asking !== 'access' ? (
        <ConfirmDialog person={person} change={asking} onClose={() => setAsking(null)} />
      ) : null}
    </Section>
  )
}

interface ActionProps {
  readonly what: string
  readonly label: string
  readonly disabled?: boolean
  readonly onDo: () => void
}

function Action({ what, label, disabled = false, onDo }: ActionProps) {
  return (
    <li className={classes.action}>
      <p className={classes.what}>{what}</p>
      <Button onClick={onDo} disabled={disabled}>
        {label}
      </Button>
    </li>
  )
}
