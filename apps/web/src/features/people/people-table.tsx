'use client'

import type { PersonListed } from '@counterfoil/services/people'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './people-table.module.css'
import { personState } from './person-state.ts'
import { ReachWords } from './reach-words.tsx'
import { usePeopleWords } from './use-people-words.ts'

interface PeopleTableProps {
  readonly people: readonly PersonListed[]
  /** Of whoever reads this. */
  readonly ownId: string
}

/** Who has an account: what they may do and where, how they sign in, when they were last here. */
export function PeopleTable({ people, ownId }: PeopleTableProps) {
  const translate = useTranslations('people')
  return (
    <DataTable caption={translate('caption')} rowHeight={42} layout="fixed">
      <colgroup>
        <col className={classes.nameColumn} />
        <col className={classes.accessColumn} />
        <col className={classes.factorColumn} />
        <col className={classes.stateColumn} />
        <col className={classes.seenColumn} />
      </colgroup>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('columns.person')}</Table.Th>
          <Table.Th className={classes.access}>{translate('columns.access')}</Table.Th>
          <Table.Th className={classes.factors}>{translate('columns.factors')}</Table.Th>
          <Table.Th>{translate('columns.state')}</Table.Th>
          <Table.Th data-right className={classes.seen}>
            {translate('columns.lastSeen')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} own={person.id === ownId} />
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function PersonRow({ person, own }: { readonly person: PersonListed; readonly own: boolean }) {
  const translate = useTranslations('people')
  const access = useAccessWords()
  const words = usePeopleWords()
  const reach = <ReachWords reach={person.reach} storeCodes={person.storeCodes} />
  return (
    <Table.Tr>
      <Table.Td className={classes.person}>
        <Link href={`/people/${person.id}`} data-link>
          {person.name}
        </Link>
        {own ? <span className={classes.own}>{translate('you')}</span> : null}
        <small className={classes.under}>
          {access.role(person.role)} · {reach}
        </small>
        <small>{person.email}</small>
      </Table.Td>
      <Table.Td className={classes.access}>
        {access.role(person.role)}
        <small>{reach}</small>
      </Table.Td>
      <Table.Td className={classes.factors}>{words.factors(person)}</Table.Td>
      <Table.Td>
        <Status axis="person" state={personState(person)} />
        {person.disabledReason === 'unused' ? <small>{translate('disabledReasons.unused')}</small> : null}
      </Table.Td>
      <Table.Td data-right className={classes.seen}>
        {person.lastSeenAt === null ? translate('neverSeen') : words.ago(person.lastSeenAt)}
      </Table.Td>
    </Table.Tr>
  )
}
