'use client'

import type { ListedGroup } from '@counterfoil/services/command-groups'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ReasonedButton } from '../../components/reasoned-button/reasoned-button.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './command-groups.module.css'

interface GroupActionsProps {
  readonly group: ListedGroup
  readonly mayStop: boolean
  readonly mayApprove: boolean
}

/** The second person's word, and the stop button, which asks why. */
export function GroupActions({ group, mayStop, mayApprove }: GroupActionsProps) {
  const translate = useTranslations('commandGroups.act')
  const words = useRefusalWords('commandGroups')
  const api = useApi()
  const queries = useQueryClient()
  const settled = { onSettled: () => queries.invalidateQueries(api.commandGroups.pathFilter()) }
  const approved = useMutation(api.commandGroups.approve.mutationOptions(settled))
  const stopped = useMutation(api.commandGroups.stop.mutationOptions(settled))
  const { groupId, state } = group
  const error = approved.error ?? stopped.error
  if (!mayApprove && !mayStop) return state === 'proposed' ? <p className={classes.quiet}>{translate('waits')}</p> : null
  return (
    <>
      {state === 'proposed' ? <p className={classes.quiet}>{translate(mayApprove ? 'look' : 'waits')}</p> : null}
      <div className={classes.actions} data-start>
        {mayApprove ? (
          <Button size="compact-sm" variant="filled" loading={approved.isPending} onClick={() => approved.mutate({ groupId })}>
            {translate('approve')}
          </Button>
        ) : null}
        {mayStop ? (
          <ReasonedButton
            words={translate('stop')}
            label={translate('stop')}
            busy={stopped.isPending}
            onConfirm={(reason) => stopped.mutate({ groupId, reason: reason.slice(0, 500) })}
          />
        ) : null}
      </div>
      <ProblemLine text={error === null ? null : words(error)} />
    </>
  )
}
