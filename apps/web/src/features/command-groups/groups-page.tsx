'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { type AskableKind, useKindWords } from '../commands/index.ts'
import { AskManyButton } from './ask-many-button.tsx'
import classes from './command-groups.module.css'
import { GroupTable } from './group-table.tsx'

const QUIET_EVERY_MS = 15_000
/** While something is under way. */
const OPEN_EVERY_MS = 3_000

const isOpen = ({ state }: { readonly state: string }) => state === 'proposed' || state === 'running'

/** What was asked of many agents: under way and waiting first, then what has ended. */
export function GroupsPage({ kinds }: { readonly kinds: readonly AskableKind[] }) {
  const translate = useTranslations('commandGroups')
  const kindWords = useKindWords()
  const api = useApi()
  const groups = useQuery(
    api.commandGroups.list.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.some(isOpen) === true ? OPEN_EVERY_MS : QUIET_EVERY_MS),
    }),
  )
  const ask = <AskManyButton chosen={{ kind: 'place', scope: { kind: 'chain' } }} kinds={kinds} />
  const [open, ended] = [groups.data?.filter(isOpen) ?? [], groups.data?.filter((group) => !isOpen(group)) ?? []]
  const age = <Age sinceMs={groups.dataUpdatedAt} />
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {groups.data === undefined ? (
        groups.error === null ? (
          <div className={classes.toCome} aria-busy="true" />
        ) : (
          <div className={classes.padded}>
            <ErrorState title={translate('failed')} message={groups.error.message} onRetry={() => void groups.refetch()} />
          </div>
        )
      ) : groups.data.length === 0 ? (
        <EmptyState title={translate('none.title')} why={translate('none.why')} first={ask} />
      ) : (
        <>
          <div className={classes.ask}>{ask}</div>
          <Section title={translate('open')} aside={age}>
            {open.length === 0 ? (
              <p className={classes.quiet}>{translate('noneOpen')}</p>
            ) : (
              <GroupTable caption={translate('open')} groups={open} kindWords={kindWords} />
            )}
          </Section>
          {ended.length === 0 ? null : (
            <Section title={translate('ended')} note={translate('newest')}>
              <GroupTable caption={translate('ended')} groups={ended} kindWords={kindWords} />
            </Section>
          )}
        </>
      )}
    </Page>
  )
}
