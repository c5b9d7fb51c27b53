'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { saveFile } from '../../components/download/save-file.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './retention.module.css'

/** The report of a quarter as a file. That somebody took it is recorded. */
export function ExportButton({ quarter }: { readonly quarter: string }) {
  const translate = useTranslations('retention')
  const api = useApi()
  const taken = useMutation(
    api.retention.export.mutationOptions({
      onSuccess: ({ fileName, text }) => saveFile(fileName, text, 'text/csv;charset=utf-8'),
    }),
  )
  return (
    <>
      {taken.error ? (
        <span role="alert" className={classes.problem}>
          {taken.error.message}
        </span>
      ) : null}
      <Button size="xs" loading={taken.isPending} onClick={() => taken.mutate({ quarter })}>
        {translate('export')}
      </Button>
    </>
  )
}
