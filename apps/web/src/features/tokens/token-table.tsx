'use client'

import type { ListedToken } from '@counterfoil/services/tokens'
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

interface TokenTableProps {
  readonly tokens: readonly ListedToken[]
  readonly stores: readonly PlacedStore[] | undefined
  readonly mayChange: boolean
}

/** Every token with whose it is, how far it sees, when it was used and when it ends. */
export function TokenTable({ tokens, stores, mayChange }: TokenTableProps) {
  const translate = useTranslations('tokens')
  const api = useApi()
  const queryClient = useQueryClient()
  const refusalWords = useRefusalWords('tokens')
  const access = useAccessWords()
  const { day, age } = useTimeWords()
  const revoke = useMutation(
    api.tokens.revoke.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.tokens.list.queryKey() }),
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
            <Table.Th>{translate('columns.owner')}</Table.Th>
            <Table.Th data-right>{translate('columns.used')}</Table.Th>
            <Table.Th data-right>{translate('columns.expires')}</Table.Th>
            {mayChange ? <Table.Th data-right>{translate('columns.change')}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>
                {token.name}
                <small>
                  {translate('ending', { ending: token.ending })}
                  {token.changesDevices ? ` · ${translate('changesDevices')}` : ''}
                </small>
              </Table.Td>
              <Table.Td>
                <Status axis="token" state={token.state} />
              </Table.Td>
              <Table.Td>{access.reach(token.reach, stores)}</Table.Td>
              <Table.Td data-label={translate('columns.owner')}>{token.ownerName}</Table.Td>
              <Table.Td data-right data-label={translate('columns.used')}>
                {token.lastUsedAt === null ? translate('never') : age(token.lastUsedAt)}
              </Table.Td>
              <Table.Td data-right data-label={translate('columns.expires')}>
                {day(token.expiresAt)}
              </Table.Td>
              {mayChange ? (
                <Table.Td data-right data-action>
                  {token.revokedAt !== null || token.state === 'expired' ? null : (
                    <ConfirmButton
                      words={words}
                      label={translate('revokeNamed', { name: token.name })}
                      busy={revoke.isPending}
                      onConfirm={() => revoke.mutate({ id: token.id })}
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
