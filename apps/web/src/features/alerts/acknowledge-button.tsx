'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './alerts.module.css'

/** Somebody takes an alert upon themselves; others see who. */
export function AcknowledgeButton({ id }: { readonly id: string }) {
  const translate = useTranslations('alerts')
  const words = useRefusalWords('alerts')
  const api = useApi()
  const queries = useQueryClient()
  const acknowledge = useMutation(
    api.alerts.acknowledge.mutationOptions({ onSettled: () => queries.invalidateQueries(api.alerts.pathFilter()) }),
  )
  return (
    <>
      <Button size="compact-sm" loading={acknowledge.isPending} onClick={() => acknowledge.mutate({ id })}>
        {translate('acknowledge')}
      </Button>
      {acknowledge.error === null ? null : <span className={classes.second}>{words(acknowledge.error)}</span>}
    </>
  )
}
