'use client'

import type { PeoplePage as PageOfPeople } from '@counterfoil/services/people'
import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { Page } from '../../components/frame/page.tsx'
import { PagedList } from '../../components/paged-list/paged-list.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { FilterBar } from './filter-bar.tsx'
import { InvitationsSection } from './invitations-section.tsx'
import { listInput } from './people-filter.ts'
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
      <PagedList
        pages={pages}
        isEmpty={people.length === 0}
        words={{
          failed: translate('failed'),
          more: translate('more'),
          empty: { title: translate('empty.title'), why: translate('empty.why'), clear: translate('empty.clear') },
        }}
        onClear={clear}
        frame={(content) => (
          <Section title={translate('accounts')} note={translate('note', { count })}>
            {content}
          </Section>
        )}
      >
        <PeopleTable people={people} ownId={ownId} />
      </PagedList>
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </Page>
  )
}
