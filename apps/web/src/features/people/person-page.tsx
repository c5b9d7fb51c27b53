'use client'

import type { PersonDetail } from '@counterfoil/services/people'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { useApi } from '../../trpc/client.tsx'
import { ActionsSection } from './actions-section.tsx'
import { PersonFacts } from './person-facts.tsx'
import { PersonHeader } from './person-header.tsx'
import classes from './person-page.module.css'
import { SessionsSection } from './sessions-section.tsx'

interface PersonPageProps {
  readonly id: string
  readonly ownId: string
  readonly mayChange: boolean
}

/** One account: what it may do, how it signs in, where it is signed in, and what can be done about that. */
export function PersonPage({ id, ownId, mayChange }: PersonPageProps) {
  const translate = useTranslations('people.detail')
  const api = useApi()
  const { data: person, error, refetch } = useQuery(api.people.get.queryOptions({ id }, { retry: false }))
  return (
    <Page title={person?.name ?? translate('title')} titleShown={false}>
      {person !== undefined ? (
        <Person person={person} own={person.id === ownId} mayChange={mayChange} />
      ) : error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : error.data?.code === 'NOT_FOUND' ? (
        <EmptyState
          title={translate('notFound')}
          why={translate('notFoundWhy')}
          first={
            <Link href="/people" data-link>
              {translate('back')}
            </Link>
          }
        />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={error.message} onRetry={() => void refetch()} />
        </div>
      )}
    </Page>
  )
}

interface PersonProps {
  readonly person: PersonDetail
  readonly own: boolean
  readonly mayChange: boolean
}

function Person({ person, own, mayChange }: PersonProps) {
  return (
    <>
      <PersonHeader person={person} own={own} />
      <Columns
        main={
          <>
            {mayChange ? <ActionsSection person={person} own={own} /> : null}
            <SessionsSection sessions={person.sessions} />
          </>
        }
        side={<PersonFacts person={person} />}
      />
    </>
  )
}
