'use client'

import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import { useSignedApproval } from '../factors/index.ts'
import classes from './commands.module.css'

/** The second person's part: what is signed stands there word for word, and their passkey signs it. */
export function ApproveCommand({ agentId, commandId }: { readonly agentId: number; readonly commandId: string }) {
  const translate = useTranslations('commands')
  const words = useRefusalWords('commands')
  const api = useApi()
  const queries = useQueryClient()
  const question = api.commands.approvalOptions.queryOptions({ commandId }, { retry: false, staleTime: Number.POSITIVE_INFINITY })
  const shown = useQuery(question)
  const approved = useMutation(
    api.commands.approve.mutationOptions({
      onSettled: () => queries.invalidateQueries(api.commands.list.queryFilter({ agentId })),
    }),
  )
  const signing = useSignedApproval(
    async () => (await queries.fetchQuery(question)).options,
    (response) => approved.mutateAsync({ commandId, response }),
  )
  return (
    <>
      {shown.data === undefined ? null : (
        <details className={classes.answer} open>
          <summary>{translate('exactly')}</summary>
          <pre className={classes.lines}>{shown.data.text}</pre>
        </details>
      )}
      <Button size="xs" variant="filled" loading={signing.busy} onClick={signing.sign}>
        {translate('approve')}
      </Button>
      <ProblemLine text={signing.problem(words) ?? (shown.error === null ? null : words(shown.error))} />
    </>
  )
}
