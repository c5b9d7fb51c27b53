'use client'

import type { ListedPull } from '@counterfoil/services/funds/pulls'
import { Table } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ConfirmButton } from '../../../components/confirm-button/confirm-button.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { useTimeWords } from '../../../components/format/use-time-words.ts'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { Status } from '../../../components/status/status.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { pullState } from './pull-state.ts'
import classes from './pulls.module.css'
import { useTroubleWords } from './use-trouble-words.ts'

interface PullTableProps {
  readonly pulls: readonly ListedPull[]
  readonly mayChange: boolean
}

/** Each folder with how the last look went, by which key its server is known, and what came of it. */
export function PullTable({ pulls, mayChange }: PullTableProps) {
  const translate = useTranslations('fundsPulls')
  const api = useApi()
  const queries = useQueryClient()
  const { age } = useTimeWords()
  const troubleWord = useTroubleWords()
  const remove = useMutation(
    api.fundsPulls.remove.mutationOptions({ onSettled: () => queries.invalidateQueries(api.fundsPulls.pathFilter()) }),
  )
  const words = { ask: translate('remove'), confirm: translate('removeNow'), keep: translate('keep') }
  return (
    <>
      <ProblemLine text={remove.error?.message ?? null} />
      <DataTable caption={translate('all')} rowHeight={42} stacked>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('columns.folder')}</Table.Th>
            <Table.Th>{translate('columns.state')}</Table.Th>
            <Table.Th>{translate('columns.hostKey')}</Table.Th>
            <Table.Th data-right>{translate('columns.files')}</Table.Th>
            {mayChange ? <Table.Th data-right>{translate('columns.change')}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pulls.map((pull) => (
            <Table.Tr key={pull.id}>
              <Table.Td>
                {pull.name}
                <small>
                  {pull.kind === 'sftp'
                    ? `${pull.user}@${pull.host}:${pull.port} · ${pull.folder} · ${pull.pattern}`
                    : `${translate(`kinds.${pull.kind}`)} · ${pull.user} · ${pull.host}`}
                </small>
              </Table.Td>
              <Table.Td data-label={translate('columns.state')} className={classes.state}>
                <Status
                  axis="pull"
                  state={pullState(pull)}
                  note={
                    pull.lookedAt === null
                      ? undefined
                      : translate('looked', { age: age(pull.lookedAt), minutes: pull.everyMinutes })
                  }
                />
                {pull.trouble === null ? null : <small>{troubleWord(pull.trouble)}</small>}
              </Table.Td>
              <Table.Td data-label={translate('columns.hostKey')} className={classes.key}>
                {pull.hostKey === null ? (
                  translate(pull.kind === 'sftp' ? 'noKeyYet' : 'noKeyNeeded')
                ) : (
                  <code>{pull.hostKey}</code>
                )}
              </Table.Td>
              <Table.Td data-right data-label={translate('columns.files')}>
                {pull.kept}
                {pull.lastKeptAt === null ? null : <small>{translate('last', { age: age(pull.lastKeptAt) })}</small>}
              </Table.Td>
              {mayChange ? (
                <Table.Td data-right data-action>
                  <ConfirmButton
                    words={words}
                    label={translate('removeNamed', { name: pull.name })}
                    busy={remove.isPending}
                    onConfirm={() => remove.mutate({ name: pull.name })}
                  />
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </>
  )
}
