'use client'

import type { PersonSession } from '@counterfoil/services/people'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { describeBrowser } from '../../components/browser/describe-browser.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import classes from './sessions-section.module.css'
import { usePeopleWords } from './use-people-words.ts'

/** Where somebody is signed in now, and what they showed for it. */
export function SessionsSection({ sessions }: { readonly sessions: readonly PersonSession[] }) {
  const translate = useTranslations('people.sessions')
  return (
    <Section title={translate('title')} note={translate('note', { count: sessions.length })}>
      {sessions.length === 0 ? (
        <p className={classes.none}>{translate('none')}</p>
      ) : (
        <DataTable caption={translate('title')} rowHeight={42}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('where')}</Table.Th>
              <Table.Th className={classes.shown}>{translate('shown')}</Table.Th>
              <Table.Th data-right>{translate('lastAction')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}

function SessionRow({ session }: { readonly session: PersonSession }) {
  const translate = useTranslations('people.sessions')
  const words = usePeopleWords()
  const { browser, system } = describeBrowser(session.userAgent ?? '')
  return (
    <Table.Tr>
      <Table.Td>
        {browser !== null && system !== null
          ? translate('browserOn', { browser, system })
          : (browser ?? system ?? translate('unknown'))}
        <small>
          {session.address === null || session.address === '' ? null : (
            <>
              <span data-mono>{session.address}</span> ·{' '}
            </>
          )}
          {translate('since', { time: words.time(session.createdAt) })}
        </small>
      </Table.Td>
      <Table.Td className={classes.shown}>
        {session.factors.length === 0
          ? translate('nothingShown')
          : session.factors.map((factor) => translate(`factors.${factor}`)).join(', ')}
      </Table.Td>
      <Table.Td data-right>{session.lastActionAt === null ? translate('noAction') : words.ago(session.lastActionAt)}</Table.Td>
    </Table.Tr>
  )
}
