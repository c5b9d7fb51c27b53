'use client'

import type { Approvers } from '@counterfoil/services/approvers'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ConfirmButton } from '../../components/confirm-button/confirm-button.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { useSignedApproval } from '../factors/index.ts'
import classes from './approvers.module.css'

interface PendingSectionProps {
  readonly pending: NonNullable<Approvers['pending']>
  readonly mayChange: boolean
}

/** A list that waits for two people of the one in force. */
export function PendingSection({ pending, mayChange }: PendingSectionProps) {
  const translate = useTranslations('approvers.pending')
  const words = useRefusalWords('approvers')
  const api = useApi()
  const queries = useQueryClient()
  const { number, proposedBy, added, removed, approvedBy, mayApprove } = pending
  const done = { onSettled: () => queries.invalidateQueries(api.approvers.get.queryFilter()) }
  const approved = useMutation(api.approvers.approve.mutationOptions(done))
  const withdrawn = useMutation(api.approvers.withdraw.mutationOptions(done))
  const signing = useSignedApproval(
    () => queries.fetchQuery(api.approvers.approvalOptions.queryOptions({ number }, { staleTime: 0 })),
    (response) => approved.mutateAsync({ number, response }),
  )
  const names = (people: typeof added) => (people.length === 0 ? translate('nobody') : people.map(({ name }) => name).join(', '))
  const error = withdrawn.error
  return (
    <Section title={translate('title', { number })} note={translate('by', { name: proposedBy })}>
      <p className={classes.quiet}>{translate('what')}</p>
      <FactList
        facts={[
          { label: translate('added'), value: names(added) },
          { label: translate('removed'), value: names(removed) },
          { label: translate('approvedBy'), value: approvedBy.length === 0 ? translate('nobody') : approvedBy.join(', ') },
        ]}
      />
      <div className={classes.actions}>
        {mayApprove ? (
          <Button variant="filled" loading={signing.busy} onClick={signing.sign}>
            {translate('approve')}
          </Button>
        ) : null}
        {mayChange ? (
          <ConfirmButton
            words={{ ask: translate('withdraw'), confirm: translate('withdrawNow'), keep: translate('keep') }}
            label={translate('withdraw')}
            busy={withdrawn.isPending}
            onConfirm={() => withdrawn.mutate({ number })}
          />
        ) : null}
      </div>
      <ProblemLine text={signing.problem(words) ?? (error === null ? null : words(error))} />
    </Section>
  )
}
