'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useApi } from '../../trpc/client.tsx'
import { type AskableKind, AskForm } from './ask-form.tsx'
import { CommandRow } from './command-row.tsx'
import classes from './commands.module.css'

interface AgentDeskProps {
  readonly agentId: number
  readonly mayDisturb: boolean
  readonly kinds: readonly AskableKind[]
}

const SHOWN = 3
const QUIET_EVERY_MS = 15_000
const OPEN_EVERY_MS = 1_000

/** Asking one agent on another page: the form, and what was asked last with its answers. */
export function AgentDesk({ agentId, mayDisturb, kinds }: AgentDeskProps) {
  const translate = useTranslations('commands')
  const api = useApi()
  const list = useQuery(
    api.commands.list.queryOptions(
      { agentId },
      {
        refetchInterval: ({ state }) =>
          state.data?.commands.some((command) => command.state !== 'ended') ? OPEN_EVERY_MS : QUIET_EVERY_MS,
      },
    ),
  )
  if (list.data === undefined) return list.error === null ? null : <p className={classes.problem}>{list.error.message}</p>
  const { agent, commands, terminals } = list.data
  if (agent.state !== 'active') return <p className={classes.quiet}>{translate('inactive')}</p>
  return (
    <>
      <AskForm
        // What an agent drives may come while the page is open.
        key={terminals.join(' ')}
        agentId={agentId}
        terminals={terminals}
        mayDisturb={mayDisturb}
        mayPropose={false}
        kinds={kinds.filter((one) => one.class < 3)}
      />
      <ul className={classes.commands}>
        {commands.slice(0, SHOWN).map((command) => (
          <CommandRow key={command.commandId} agentId={agentId} command={command} mayWithdraw />
        ))}
      </ul>
    </>
  )
}
