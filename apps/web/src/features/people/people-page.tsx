'use client'

import type { PeoplePage as PageOfPeople } from '@counterfoil/services/people'
import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { FilterBar } from './filter-bar.tsx'
import { InvitationsSection } from './invitations-section.tsx'
import { listInput } from './people-filter.ts'
import classes from './people-page.module.css'
import { PeopleTable } from './people-table.tsx'
import { usePeopleFilter } from './use-people-filter.ts'

/** Comes when somebody invites, not with the page. */
const InviteDialog = dynamic(() => import('./invite-dialog.tsx'), { ssr: false })

interface PeoplePageProps {
  /** Of whoever reads this, and whether they may do more than read. */
  readonly ownId: string
  readonly mayChange: boolean
}

/** Who has an account or was invited to make one. */
export function PeoplePage({ ownId, mayChange }: PeoplePageProps) {
  const translate = useTranslations('people')
  const api = useApi()
  const { filter, clear } = usePeopleFilter()
  const [inviting, setInviting] = useState(false)
  const pages = useInfiniteQuery(
    api.people.list.infiniteQueryOptions(listInput(filter), {
      initialCursor: null as PageOfPeople['next'],
      getNextPageParam: (page) => page.next,
    }),
  )
  const invitations = useQuery(api.people.invitations.queryOptions())
  const people = useMemo(() => pages.data?.pages.flatMap((page) => page.people) ?? [], [pages.data])
  const count = pages.data?.pages[0]?.count ?? 0
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <FilterBar>
        {mayChange ? (
          <Button
            variant="filled"
            leftSection={<IconUserPlus size={15} stroke={1.6} aria-hidden="true" />}
            onClick={() => setInviting(true)}
          >
            {translate('invite.open')}
          </Button>
        ) : null}
      </FilterBar>
      {invitations.data !== undefined && invitations.data.length > 0 ? (
        <InvitationsSection invitations={invitations.data} mayChange={mayChange} />
      ) : null}
      {pages.error !== null && people.length === 0 ? (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={pages.error.message} onRetry={() => void pages.refetch()} />
        </div>
      ) : pages.isPending ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : people.length === 0 ? (
        <EmptyState
          title={translate('empty.title')}
          why={translate('empty.why')}
          first={<Button onClick={clear}>{translate('empty.clear')}</Button>}
        />
      ) : (
        <Section title={translate('accounts')} note={translate('note', { count })}>
          <PeopleTable people={people} ownId={ownId} />
          {pages.hasNextPage ? (
            <div className={classes.more}>
              <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {translate('more')}
              </Button>
            </div>
          ) : null}
        </Section>
      )}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </Page>
  )
}
