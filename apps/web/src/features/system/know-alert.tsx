'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useApi } from '../../trpc/client.tsx'
import classes from './system.module.css'

/** Somebody takes an alert upon themselves; others see who. */
export function KnowAlert({ id }: { readonly id: string }) {
  const translate = useTranslations('system.alerts')
  const api = useApi()
  const queryClient = useQueryClient()
  const acknowledge = useMutation(
    api.system.acknowledge.mutationOptions({ onSettled: () => queryClient.invalidateQueries(api.system.state.queryFilter()) }),
  )
  return (
    <>
      <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate({ id })}>
        {translate('acknowledge')}
      </Button>
      {acknowledge.error === null ? null : <span className={classes.subject}>{acknowledge.error.message}</span>}
    </>
  )
}
