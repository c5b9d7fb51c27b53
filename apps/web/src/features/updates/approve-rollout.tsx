'use client'

import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import { useSignedApproval } from '../factors/index.ts'
import classes from './updates.module.css'

/** The second person's part: the version and the hashes of its files, word for word, and their passkey over it. */
export function ApproveRollout({ rolloutId }: { readonly rolloutId: string }) {
  const translate = useTranslations('updates')
  const words = useRefusalWords('updates')
  const api = useApi()
  const queries = useQueryClient()
  const question = api.updates.approvalOptions.queryOptions({ rolloutId }, { retry: false, staleTime: Number.POSITIVE_INFINITY })
  const shown = useQuery(question)
  const approved = useMutation(
    api.updates.approve.mutationOptions({ onSettled: () => queries.invalidateQueries(api.updates.get.queryFilter()) }),
  )
  const signing = useSignedApproval(
    async () => (await queries.fetchQuery(question)).options,
    (response) => approved.mutateAsync({ rolloutId, response }),
  )
  return (
    <>
      {shown.data === undefined ? null : (
        <>
          <h3 className={classes.head}>{translate('exactly')}</h3>
          <pre className={classes.text}>{shown.data.text}</pre>
          <Button variant="filled" loading={signing.busy} onClick={signing.sign}>
            {translate('approve')}
          </Button>
        </>
      )}
      <ProblemLine text={signing.problem(words) ?? (shown.error === null ? null : words(shown.error))} />
    </>
  )
}
