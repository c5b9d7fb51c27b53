'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { saveFile } from '../../../components/download/save-file.ts'
import { useFetchFile } from '../../../components/download/use-fetch-file.ts'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import classes from './table-export.module.css'

interface TableExportProps {
  /** What the table is called, for whoever hears the buttons. */
  readonly name: string
  readonly table: string
  /** Which rows of it, as the page asks for them. */
  readonly query: object
}

const FORMATS = ['csv', 'xlsx'] as const

/** Takes the whole table along, as far as one's reach goes. It is recorded. */
export function TableExport({ name, table, query }: TableExportProps) {
  const translate = useTranslations('funds.export')
  const language = useLocale() === 'zh' ? 'zh' : 'en'
  const fetchFile = useFetchFile()
  const taken = useMutation({
    async mutationFn(format: (typeof FORMATS)[number]) {
      const { fileName, blob } = await fetchFile({ what: 'table', format, language, of: { table, query } })
      saveFile(fileName, blob, blob.type)
    },
  })
  return (
    <span className={classes.export}>
      {FORMATS.map((format) => (
        <Button
          key={format}
          size="compact-xs"
          variant="default"
          aria-label={translate(`${format}Of`, { table: name })}
          loading={taken.isPending && taken.variables === format}
          disabled={taken.isPending}
          onClick={() => taken.mutate(format)}
        >
          {translate(format)}
        </Button>
      ))}
      <ProblemLine text={taken.error === null ? null : taken.error.message} />
    </span>
  )
}
