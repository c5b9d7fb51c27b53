'use client'

import type { GroupDetail, ListedGroup } from '@counterfoil/services/command-groups'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { ThingHead } from '../../components/thing-head/thing-head.tsx'
import { useApi } from '../../trpc/client.tsx'
import { useKindWords } from '../commands/index.ts'
import { ChangesSection } from './changes-section.tsx'
import classes from './command-groups.module.css'
import { GroupActions } from './group-actions.tsx'
import { GroupProgress } from './group-progress.tsx'
import { GroupStatus } from './group-status.tsx'
import { MembersSection } from './members-section.tsx'
import { useChosenWords } from './use-chosen-words.ts'

interface GroupPageProps {
  readonly groupId: string
  readonly mayStop: boolean
  readonly mayApprove: boolean
}

const QUIET_EVERY_MS = 15_000
const BUSY_EVERY_MS = 1_500

/** Whether anything of it may still change by itself. */
const isBusy = ({ state, counts }: ListedGroup) =>
  state === 'running' || state === 'proposed' || counts.waiting + counts.underWay > 0

/** One thing asked of many: how far it is, whom it went well with, and the button that stops it. */
export function GroupPage({ groupId, ...may }: GroupPageProps) {
  const translate = useTranslations('commandGroups')
  const api = useApi()
  const group = useQuery(
    api.commandGroups.get.queryOptions(
      { groupId },
      {
        retry: false,
        refetchInterval: ({ state }) => (state.data !== undefined && isBusy(state.data) ? BUSY_EVERY_MS : QUIET_EVERY_MS),
      },
    ),
  )
  return (
    <Page title={translate('title')} answers={translate('answersOne')} titleShown={false}>
      {group.data !== undefined ? (
        <GroupNow group={group.data} updatedAtMs={group.dataUpdatedAt} {...may} />
      ) : group.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : group.error.data?.code === 'NOT_FOUND' ? (
        <EmptyState
          title={translate('notFound')}
          why={translate('notFoundWhy')}
          first={
            <Link href="/commands" data-link>
              {translate('title')}
            </Link>
          }
        />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={group.error.message} onRetry={() => void group.refetch()} />
        </div>
      )}
    </Page>
  )
}

interface GroupNowProps extends Omit<GroupPageProps, 'groupId'> {
  readonly group: GroupDetail
  readonly updatedAtMs: number
}

function GroupNow({ group, updatedAtMs, mayStop, mayApprove }: GroupNowProps) {
  const translate = useTranslations('commandGroups')
  const kindWords = useKindWords()
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const time = (atMs: number) => formatDateTime(atMs, place, nowMs)
  const chosenWords = useChosenWords()
  const { counts } = group
  return (
    <>
      <ThingHead
        list={{ label: translate('title'), back: translate('title'), href: '/commands' }}
        name={`${kindWords(group.kind)} · ${chosenWords(group.chosen)}`}
      >
        <GroupStatus group={group} />
      </ThingHead>
      <Columns
        main={
          <>
            <Section title={translate('progress.title')} aside={<Age sinceMs={updatedAtMs} />}>
              <GroupProgress counts={counts} />
              {group.endedWhy === null ? null : <p className={classes.quiet}>{translate(`endedWhy.${group.endedWhy}`)}</p>}
            </Section>
            {group.changes.length === 0 ? null : <ChangesSection changes={group.changes} more={group.moreChanges} />}
            <MembersSection group={group} busy={isBusy(group)} />
          </>
        }
        side={
          <Section title={translate('facts.title')}>
            <FactList
              facts={[
                { label: translate('facts.by'), value: `${group.requestedBy}, ${time(group.requestedAtMs)}` },
                ...(group.reason === null ? [] : [{ label: translate('facts.reason'), value: group.reason }]),
                ...(group.approvedBy === null || group.begunAtMs === null
                  ? []
                  : [{ label: translate('facts.approvedBy'), value: `${group.approvedBy}, ${time(group.begunAtMs)}` }]),
                {
                  label: translate('facts.who'),
                  value: translate('facts.members', {
                    members: formatCount(group.members, locale),
                    stores: group.stores,
                    shownStores: formatCount(group.stores, locale),
                  }),
                },
                {
                  label: translate('facts.pace'),
                  value:
                    group.perMinute === null
                      ? translate('facts.atOnce', { count: group.atOnce })
                      : translate('facts.atOncePerMinute', { count: group.atOnce, perMinute: group.perMinute }),
                },
                ...(typeof group.args.window === 'string'
                  ? [{ label: translate('facts.window'), value: group.args.window.replace('-', '–') }]
                  : []),
                group.endedAtMs === null
                  ? {
                      label: translate(group.state === 'proposed' ? 'facts.waitsUntil' : 'facts.tellsUntil'),
                      value: time(group.expiresAtMs),
                    }
                  : { label: translate('facts.endedAt'), value: time(group.endedAtMs) },
              ]}
            />
            <p className={classes.quiet}>{translate(`notice.${group.kind}` as 'notice.agent.status')}</p>
            <GroupActions group={group} mayStop={mayStop && group.mayStop} mayApprove={mayApprove && group.mayApprove} />
          </Section>
        }
      />
    </>
  )
}
