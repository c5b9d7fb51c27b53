'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { saveFile } from '../../components/download/save-file.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './export-button.module.css'

/** The whole inventory as a file. That somebody took it is recorded. */
export function ExportButton() {
  const translate = useTranslations('keys')
  const api = useApi()
  const taken = useMutation(
    api.keys.export.mutationOptions({ onSuccess: ({ fileName, text }) => saveFile(fileName, text, 'text/csv;charset=utf-8') }),
  )
  return (
    <>
      {taken.error ? (
        <span role="alert" className={classes.problem}>
          {taken.error.message}
        </span>
      ) : null}
      <Button size="xs" loading={taken.isPending} onClick={() => taken.mutate()}>
        {translate('export')}
      </Button>
    </>
  )
}
