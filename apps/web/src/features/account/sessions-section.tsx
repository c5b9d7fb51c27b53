'use client'

import type { OwnSession } from '@counterfoil/services/own-account'
import { Button, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { describeBrowser } from '../../components/browser/describe-browser.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Problem } from '../factors/index.ts'
import classes from './account-section.module.css'
import { Done } from './done.tsx'
import { useAccountChange } from './use-account-change.ts'
import { useDayWord } from './use-day-word.ts'

/** Where one is signed in, and how to end that. */
export function SessionsSection({ sessions }: { readonly sessions: readonly OwnSession[] }) {
  const translate = useTranslations('account.sessions')
  const problemId = useId()
  const api = useApi()
  const change = useAccountChange()
  const endOthers = useMutation(api.account.endOtherSessions.mutationOptions(change.saying(translate('endedOthers'))))
  const endOne = useMutation(api.account.endSession.mutationOptions(change.saying(translate('ended'))))
  return (
    <Section
      title={translate('title')}
      note={translate('note')}
      aside={
        sessions.length < 2 ? null : (
          <Button className={classes.open} loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {translate('endOthers')}
          </Button>
        )
      }
    >
      {change.problem === null ? null : <Problem id={problemId} text={change.problem} />}
      <Done text={change.done} />
      <DataTable caption={translate('title')} rowHeight={42}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('where')}</Table.Th>
            <Table.Th data-right>{translate('lastAction')}</Table.Th>
            <Table.Th data-right>{translate('end')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              busy={endOne.isPending && endOne.variables.sessionId === session.id}
              onEnd={() => endOne.mutate({ sessionId: session.id })}
            />
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  )
}

interface SessionRowProps {
  readonly session: OwnSession
  readonly busy: boolean
  readonly onEnd: () => void
}

function SessionRow({ session, busy, onEnd }: SessionRowProps) {
  const translate = useTranslations('account.sessions')
  const { day, ago } = useDayWord()
  const { browser, system } = describeBrowser(session.userAgent ?? '')
  const where =
    browser !== null && system !== null
      ? translate('browserOn', { browser, system })
      : (browser ?? system ?? translate('unknown'))
  return (
    <Table.Tr>
      <Table.Td>
        {where}
        <small>
          {session.address === null ? null : (
            <>
              <span data-mono>{session.address}</span> ·{' '}
            </>
          )}
          {translate('since', { day: day(session.createdAt) })}
        </small>
      </Table.Td>
      <Table.Td data-right>{session.lastActionAt === null ? translate('none') : ago(session.lastActionAt)}</Table.Td>
      <Table.Td data-right>
        {session.current ? (
          <span className={classes.quiet}>{translate('thisOne')}</span>
        ) : (
          <div className={classes.row}>
            <Button size="compact-xs" loading={busy} aria-label={translate('endNamed', { where })} onClick={onEnd}>
              {translate('end')}
            </Button>
          </div>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
