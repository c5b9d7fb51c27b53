'use client'

import type { ListedScreen } from '@counterfoil/services/screens'
import { Table } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { ConfirmButton } from '../../components/confirm-button/confirm-button.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { useTimeWords } from '../../components/format/use-time-words.ts'
import type { PlacedStore } from '../../components/reach-field/reach-choices.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'

interface ScreenTableProps {
  readonly screens: readonly ListedScreen[]
  readonly stores: readonly PlacedStore[] | undefined
  readonly mayChange: boolean
}

/** Every screen with how far it sees, who let it in, and when it was last seen. */
export function ScreenTable({ screens, stores, mayChange }: ScreenTableProps) {
  const translate = useTranslations('screens')
  const api = useApi()
  const queryClient = useQueryClient()
  const refusalWords = useRefusalWords('screens')
  const access = useAccessWords()
  const { day, age } = useTimeWords()
  const revoke = useMutation(
    api.screens.revoke.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.screens.list.queryKey() }),
    }),
  )
  const words = { ask: translate('revoke'), confirm: translate('revokeNow'), keep: translate('keep') }
  return (
    <>
      <ProblemLine text={revoke.error === null ? null : refusalWords(revoke.error)} />
      <DataTable caption={translate('list')} rowHeight={42} minWidth={820} stacked>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('columns.name')}</Table.Th>
            <Table.Th>{translate('columns.state')}</Table.Th>
            <Table.Th>{translate('columns.reach')}</Table.Th>
            <Table.Th>{translate('columns.paired')}</Table.Th>
            <Table.Th data-right>{translate('columns.seen')}</Table.Th>
            <Table.Th data-right>{translate('columns.expires')}</Table.Th>
            {mayChange ? <Table.Th data-right>{translate('columns.change')}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {screens.map((screen) => (
            <Table.Tr key={screen.id}>
              <Table.Td>{screen.name}</Table.Td>
              <Table.Td>
                <Status axis="screen" state={screen.state} />
              </Table.Td>
              <Table.Td>{access.reach(screen.reach, stores)}</Table.Td>
              <Table.Td data-label={translate('columns.paired')}>
                {day(screen.pairedAt)}
                <small>{translate('by', { name: screen.pairedByName })}</small>
              </Table.Td>
              <Table.Td data-right data-label={translate('columns.seen')}>
                {screen.lastSeenAt === null ? translate('never') : age(screen.lastSeenAt)}
              </Table.Td>
              <Table.Td data-right data-label={translate('columns.expires')}>
                {day(screen.expiresAt)}
              </Table.Td>
              {mayChange ? (
                <Table.Td data-right data-action>
                  {screen.revokedAt !== null || screen.state === 'expired' ? null : (
                    <ConfirmButton
                      words={words}
                      label={translate('revokeNamed', { name: screen.name })}
                      busy={revoke.isPending}
                      onConfirm={() => revoke.mutate({ id: screen.id })}
                    />
                  )}
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </>
  )
}
