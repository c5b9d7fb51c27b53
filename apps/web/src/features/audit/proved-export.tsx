'use client'

import { verifierCommand } from '@counterfoil/audit/browser'
import type { AuditFilter } from '@counterfoil/services/audit'
import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { CommandLine } from '../../components/command/command-line.tsx'
import type { FetchedFile } from '../../components/download/fetch-file.ts'
import { saveFile } from '../../components/download/save-file.ts'
import { useFetchFile } from '../../components/download/use-fetch-file.ts'
import classes from './export-button.module.css'

/** More than the first line of the file has. */
const HEAD_BYTES = 65_536

interface Taken {
  readonly fileName: string
  readonly logKey: string
  readonly entries: number
  readonly cut: boolean
  readonly notCovered: number
}

/** What the search finds, each entry with its proof to one signed checkpoint, and how it is checked. Taking it is recorded. */
export function ProvedExport({ filter }: { readonly filter: AuditFilter }) {
  const translate = useTranslations('audit.export')
  const fetchFile = useFetchFile()
  const taken = useMutation({ mutationFn: async () => keep(await fetchFile({ what: 'entries', filter })) })
  return (
    <>
      <Button
        leftSection={<IconShieldCheck size={15} stroke={1.6} aria-hidden="true" />}
        loading={taken.isPending}
        onClick={() => taken.mutate()}
      >
        {translate('proved')}
      </Button>
      {taken.error ? (
        <span role="alert" className={classes.problem}>
          {taken.error.message}
        </span>
      ) : taken.data ? (
        <div role="status" className={classes.told}>
          <p>
            {translate(taken.data.cut ? 'cut' : 'taken', { count: taken.data.entries })}
            {taken.data.notCovered > 0 ? ` ${translate('notCovered', { count: taken.data.notCovered })}` : null}
          </p>
          <CommandLine
            label={translate('command')}
            command={verifierCommand(taken.data.fileName, '--log-key', taken.data.logKey)}
          />
        </div>
      ) : null}
    </>
  )
}

async function keep({ fileName, blob }: FetchedFile): Promise<Taken> {
  const [first = ''] = (await blob.slice(0, HEAD_BYTES).text()).split('\n', 1)
  saveFile(fileName, blob, 'application/jsonl')
  return { ...JSON.parse(first), fileName }
}
