'use client'

import type { DeviceFilter } from '@counterfoil/services/devices'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { saveFile } from '../../components/download/save-file.ts'
import { useFetchFile } from '../../components/download/use-fetch-file.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'

interface ExportButtonProps {
  readonly filter: DeviceFilter
  /** Only these of them. */
  readonly ids?: readonly number[]
}

/** What the filter shows, as a file an import takes back, or as a workbook. That somebody took it is recorded. */
export function ExportButton({ filter, ids }: ExportButtonProps) {
  const translate = useTranslations('devices')
  const words = useRefusalWords('devices')
  const fetchFile = useFetchFile()
  const api = useApi()
  const asked = { filter, ...(ids === undefined ? {} : { ids: [...ids] }) }
  const taken = useMutation(
    api.devices.export.mutationOptions({
      onSuccess: ({ fileName, text }) => saveFile(fileName, text, 'text/csv;charset=utf-8'),
    }),
  )
  const sheet = useMutation({
    mutationFn: async () => {
      const { fileName, blob } = await fetchFile({ what: 'devices', ...asked })
      saveFile(fileName, blob, blob.type)
    },
  })
  const problem = taken.error === null ? (sheet.error?.message ?? null) : words(taken.error)
  return (
    <>
      {problem === null ? null : <ProblemLine text={problem} />}
      <Button loading={taken.isPending} onClick={() => taken.mutate(asked)}>
        {translate('export')}
      </Button>
      <Button loading={sheet.isPending} onClick={() => sheet.mutate()} aria-label={translate('exportSheet')}>
        XLSX
      </Button>
    </>
  )
}
