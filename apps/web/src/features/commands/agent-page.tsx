'use client'

import type { CommandList } from '@counterfoil/services/commands'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { ThingHead } from '../../components/thing-head/thing-head.tsx'
import { useApi } from '../../trpc/client.tsx'
import { type AskableKind, AskForm } from './ask-form.tsx'
import { CommandRow } from './command-row.tsx'
import classes from './commands.module.css'
import { ConfigurationSection } from './configuration-section.tsx'

interface AgentPageProps {
  readonly agentId: number
  readonly mayAsk: boolean
  readonly mayDisturb: boolean
  readonly mayPropose: boolean
  readonly kinds: readonly AskableKind[]
}

const QUIET_EVERY_MS = 15_000
/** While something is under way. */
const OPEN_EVERY_MS = 1_000

/** One agent: what it was asked from here, and what it answered. */
export function AgentPage({ agentId, ...may }: AgentPageProps) {
  const translate = useTranslations('commands')
  const api = useApi()
  const list = useQuery(
    api.commands.list.queryOptions(
      { agentId },
      {
        retry: false,
        refetchInterval: ({ state }) =>
          state.data?.commands.some((command) => command.state !== 'ended') ? OPEN_EVERY_MS : QUIET_EVERY_MS,
      },
    ),
  )
  const notFound = list.error?.data?.code === 'NOT_FOUND'
  return (
    <Page title={list.data?.agent.name ?? translate('title')} answers={translate('answers')} titleShown={false}>
      {list.data !== undefined ? (
        <AgentAndCommands agentId={agentId} list={list.data} {...may} />
      ) : list.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : notFound ? (
        <EmptyState
          title={translate('notFound')}
          why={translate('notFoundWhy')}
          first={
            <Link href="/stores" data-link>
              {translate('list')}
            </Link>
          }
        />
      ) : (
        <ErrorState title={translate('failed')} message={list.error.message} onRetry={() => void list.refetch()} />
      )}
    </Page>
  )
}

function AgentAndCommands({
  agentId,
  list,
  mayAsk,
  mayDisturb,
  mayPropose,
  kinds,
}: AgentPageProps & { readonly list: CommandList }) {
  const translate = useTranslations('commands')
  const { agent, store, commands, terminals } = list
  return (
    <>
      <ThingHead
        list={{
          label: translate('list'),
          back: translate('back', { store: `${store.code} ${store.name}` }),
          href: `/stores/${store.storeId}`,
        }}
        name={agent.name}
      >
        <Status axis="agent" state={agent.state !== 'active' ? agent.state : agent.connected ? 'online' : 'offline'} />
      </ThingHead>
      <Columns
        main={
          <>
            <Section title={translate('asked')}>
              {commands.length === 0 ? <EmptyState title={translate('none.title')} why={translate('none.why')} /> : null}
              <ul className={classes.commands}>
                {commands.map((command) => (
                  <CommandRow key={command.commandId} agentId={agentId} command={command} mayWithdraw={mayAsk} />
                ))}
              </ul>
            </Section>
            <ConfigurationSection agentId={agentId} busy={commands.some(({ state }) => state !== 'ended')} />
          </>
        }
        side={
          mayAsk ? (
            <Section title={translate('ask')}>
              {agent.state === 'active' ? (
                <>
                  {agent.connected ? null : <p className={classes.quiet}>{translate('offline')}</p>}
                  <AskForm
                    agentId={agentId}
                    terminals={terminals}
                    mayDisturb={mayDisturb}
                    mayPropose={mayPropose}
                    kinds={kinds}
                  />
                </>
              ) : (
                <p className={classes.quiet}>{translate('inactive')}</p>
              )}
            </Section>
          ) : null
        }
      />
    </>
  )
}
