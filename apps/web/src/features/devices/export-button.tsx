'use client'

import type { DeviceFilter } from '@counterfoil/services/devices'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { saveFile } from '../../components/download/save-file.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'

/** What the filter shows, as a file an import takes back. That somebody took it is recorded. */
export function ExportButton({ filter }: { readonly filter: DeviceFilter }) {
  const translate = useTranslations('devices')
  const words = useRefusalWords('devices')
  const api = useApi()
  const taken = useMutation(
    api.devices.export.mutationOptions({
      onSuccess: ({ fileName, text }) => saveFile(fileName, text, 'text/csv;charset=utf-8'),
    }),
  )
  return (
    <>
      {taken.error === null ? null : <ProblemLine text={words(taken.error)} />}
      <Button loading={taken.isPending} onClick={() => taken.mutate({ filter })}>
        {translate('export')}
      </Button>
    </>
  )
}
