'use client'

import type { AuditFilter } from '@counterfoil/services/audit'
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { saveFile } from '../../components/download/save-file.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './export-button.module.css'

/** What the search finds as a file. That somebody took it is recorded. */
export function ExportButton({ filter }: { readonly filter: AuditFilter }) {
  const translate = useTranslations('audit.export')
  const api = useApi()
  const taken = useMutation(
    api.audit.export.mutationOptions({ onSuccess: ({ fileName, text }) => saveFile(fileName, text, 'text/csv;charset=utf-8') }),
  )
  return (
    <>
      {taken.error ? (
        <span role="alert" className={classes.problem}>
          {taken.error.message}
        </span>
      ) : taken.data ? (
        <span role="status">{translate(taken.data.cut ? 'cut' : 'taken', { count: taken.data.rows })}</span>
      ) : null}
      <Button
        leftSection={<IconDownload size={15} stroke={1.6} aria-hidden="true" />}
        loading={taken.isPending}
        onClick={() => taken.mutate({ filter })}
      >
        {translate('button')}
      </Button>
    </>
  )
}
