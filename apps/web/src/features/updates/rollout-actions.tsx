'use client'

import type { RolloutNow } from '@counterfoil/services/updates'
import { TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmButton } from '../../components/confirm-button/confirm-button.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './updates.module.css'

type Act = 'pause' | 'resume' | 'stop' | 'return'
const ACTS: Readonly<Record<RolloutNow['state'], readonly Act[]>> = {
  proposed: ['stop'],
  running: ['pause', 'stop', 'return'],
  paused: ['resume', 'stop', 'return'],
  stopped: ['return'],
  done: ['return'],
}

/** Holding, going on, stopping and taking back, each with a reason that stands in the record. */
export function RolloutActions({ rollout }: { readonly rollout: RolloutNow }) {
  const translate = useTranslations('updates')
  const words = useRefusalWords('updates')
  const api = useApi()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const changed = useMutation(
    api.updates.change.mutationOptions({
      onSuccess: () => setReason(''),
      onSettled: () => queries.invalidateQueries(api.updates.get.queryFilter()),
    }),
  )
  return (
    <>
      <TextInput
        className={classes.reason ?? ''}
        label={translate('act.why')}
        description={translate('act.whyHint')}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        {reason.trim() === ''
          ? null
          : ACTS[rollout.state].map((to) => (
              <ConfirmButton
                key={to}
                words={{
                  ask: translate(`act.${to}`),
                  confirm: translate('act.confirm', { what: translate(`act.${to}`) }),
                  keep: translate('act.keep'),
                }}
                label={translate(`act.${to}`)}
                busy={changed.isPending}
                onConfirm={() => changed.mutate({ rolloutId: rollout.id, to, reason })}
              />
            ))}
      </div>
      <ProblemLine text={changed.error === null ? null : words(changed.error)} />
    </>
  )
}
