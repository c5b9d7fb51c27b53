'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { saveFile } from '../../components/download/save-file.ts'
import { useFetchFile } from '../../components/download/use-fetch-file.ts'
import { monthSoFar, PeriodFields } from '../../components/period-fields/period-fields.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './inspections.module.css'

/** Inspections of a period as a file. That somebody took it is recorded. */
export function ExportBar({ scope }: { readonly scope: WatchScope }) {
  const translate = useTranslations('inspections.export')
  const words = useRefusalWords('inspections')
  const api = useApi()
  const fetchFile = useFetchFile()
  const today = new Date(useNowMs()).toISOString().slice(0, 10)
  const [period, setPeriod] = useState(() => monthSoFar(today))
  const asked = { scope, from: period.firstDay, to: period.lastDay }
  const csv = useMutation(
    api.inspections.export.mutationOptions({
      onSuccess: ({ fileName, text }) => saveFile(fileName, text, 'text/csv;charset=utf-8'),
    }),
  )
  const sheet = useMutation({
    mutationFn: async () => {
      const { fileName, blob } = await fetchFile({ what: 'inspections', ...asked })
      saveFile(fileName, blob, blob.type)
    },
  })
  return (
    <>
      <div className={classes.bar}>
        <PeriodFields period={period} latest={today} onChange={setPeriod} />
        <Button loading={csv.isPending} aria-label={translate('csvNamed')} onClick={() => csv.mutate(asked)}>
          {translate('csv')}
        </Button>
        <Button loading={sheet.isPending} aria-label={translate('xlsxNamed')} onClick={() => sheet.mutate()}>
          {translate('xlsx')}
        </Button>
      </div>
      {csv.data?.cut === true ? <p role="status">{translate('cut', { count: csv.data.rows })}</p> : null}
      <ProblemLine text={csv.error === null ? (sheet.error?.message ?? null) : words(csv.error)} />
    </>
  )
}
