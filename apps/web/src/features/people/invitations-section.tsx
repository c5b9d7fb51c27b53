'use client'

import type { OpenInvitation } from '@counterfoil/services/people'
import { Button, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Problem } from '../factors/index.ts'
import classes from './invitations-section.module.css'
import { ReachWords } from './reach-words.tsx'
import { usePeopleChange } from './use-people-change.ts'
import { usePeopleWords } from './use-people-words.ts'

interface InvitationsSectionProps {
  readonly invitations: readonly OpenInvitation[]
  readonly mayChange: boolean
}

/** Links that are out: each makes an account until it expires or is taken back. */
export function InvitationsSection({ invitations, mayChange }: InvitationsSectionProps) {
  const translate = useTranslations('people.invitations')
  const problemId = useId()
  const api = useApi()
  const { problem, change } = usePeopleChange()
  const revoke = useMutation(api.people.revokeInvitation.mutationOptions(change))
  return (
    <Section title={translate('title')} note={translate('note', { count: invitations.length })}>
      {problem === null ? null : <Problem id={problemId} text={problem} />}
      <DataTable caption={translate('title')} rowHeight={42} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('person')}</Table.Th>
            <Table.Th className={classes.access}>{translate('access')}</Table.Th>
            <Table.Th className={classes.expires}>{translate('expires')}</Table.Th>
            {mayChange ? (
              <Table.Th data-right className={classes.action}>
                {translate('takeBack')}
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {invitations.map((invitation) => (
            <InvitationRow
              key={invitation.id}
              invitation={invitation}
              busy={revoke.isPending && revoke.variables.id === invitation.id}
              onRevoke={mayChange ? () => revoke.mutate({ id: invitation.id }) : null}
            />
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  )
}

interface InvitationRowProps {
  readonly invitation: OpenInvitation
  readonly busy: boolean
  /** null for whoever changes nothing. */
  readonly onRevoke: (() => void) | null
}

function InvitationRow({ invitation, busy, onRevoke }: InvitationRowProps) {
  const translate = useTranslations('people.invitations')
  const access = useAccessWords()
  const words = usePeopleWords()
  const { email, role, reach, storeCodes, expiresAt, madeBy } = invitation
  const where = <ReachWords reach={reach} storeCodes={storeCodes} />
  return (
    <Table.Tr>
      <Table.Td className={classes.person}>
        {email}
        <small>{madeBy === null ? translate('byServer') : translate('by', { name: madeBy })}</small>
        <small className={classes.under}>
          {access.role(role)} · {where}
        </small>
      </Table.Td>
      <Table.Td className={classes.access}>
        {access.role(role)}
        <small>{where}</small>
      </Table.Td>
      <Table.Td className={classes.expires}>{words.time(expiresAt)}</Table.Td>
      {onRevoke === null ? null : (
        <Table.Td data-right className={classes.action}>
          <Button size="compact-sm" loading={busy} aria-label={translate('takeBackNamed', { email })} onClick={onRevoke}>
            {translate('takeBack')}
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  )
}
