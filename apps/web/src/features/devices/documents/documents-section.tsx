'use client'

import type { ListedDocument } from '@counterfoil/services/device-documents'
import { Button, FileButton, Table } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { saveFile } from '../../../components/download/save-file.ts'
import { useFetchFile } from '../../../components/download/use-fetch-file.ts'
import { formatCount } from '../../../components/format/number.ts'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from '../device-page.module.css'
import { useSpanWords } from '../use-span-words.ts'
import { sendDocument } from './send-document.ts'

const RemoveDialog = dynamic(() => import('./remove-dialog.tsx'), { ssr: false })

const KB = 1_000

/** Photos and papers of a device. They are handed over as files and never shown in the page: what they hold is nobody's word for it. */
export function DocumentsSection({ deviceId, mayHold }: { readonly deviceId: number; readonly mayHold: boolean }) {
  const translate = useTranslations('deviceDocuments')
  const locale = useLocale()
  const { time } = useSpanWords()
  const api = useApi()
  const queries = useQueryClient()
  const fetchFile = useFetchFile()
  const { data: documents = [], error } = useQuery(api.deviceDocuments.list.queryOptions({ deviceId }))
  const [removing, setRemoving] = useState<ListedDocument | null>(null)
  const add = useMutation({
    mutationFn: async (file: File) => {
      const refused = await sendDocument(deviceId, file)
      if (refused === null) return
      const key = `errors.${refused.reason}` as Parameters<typeof translate.has>[0]
      throw new Error(translate.has(key) ? translate(key) : refused.message)
    },
    onSettled: () => queries.invalidateQueries(api.deviceDocuments.pathFilter()),
  })
  const take = useMutation({
    mutationFn: async ({ id }: ListedDocument) => {
      const { fileName, blob } = await fetchFile({ what: 'document', id })
      saveFile(fileName, blob, 'application/octet-stream')
    },
  })
  const problem = add.error ?? take.error
  return (
    <Section
      title={translate('title')}
      aside={
        mayHold ? (
          <FileButton accept="image/jpeg,image/png,image/webp,application/pdf" onChange={(file) => file && add.mutate(file)}>
            {(given) => (
              <Button {...given} size="compact-sm" loading={add.isPending}>
                {translate('add')}
              </Button>
            )}
          </FileButton>
        ) : null
      }
    >
      {mayHold ? <p className={classes.may}>{translate('limits')}</p> : null}
      <ProblemLine text={problem === null ? null : problem.message} />
      {error !== null ? (
        <p className={classes.none}>{translate('failed')}</p>
      ) : documents.length === 0 ? (
        <p className={classes.none}>{translate('none')}</p>
      ) : (
        <DataTable caption={translate('caption')} rowHeight={42} stacked>
          <Table.Tbody>
            {documents.map((document) => (
              <Table.Tr key={document.id}>
                <Table.Td className={classes.words}>
                  {document.name}
                  <small>
                    {translate(`types.${document.type}`)} · {formatCount(Math.ceil(document.size / KB), locale)} kB
                  </small>
                </Table.Td>
                <Table.Td className={classes.words}>
                  {time(document.addedAtMs)}
                  <small>{document.addedBy ?? translate('byProgram')}</small>
                </Table.Td>
                <Table.Td>
                  <div className={classes.rowButtons}>
                    <Button
                      size="compact-sm"
                      aria-label={translate('takeNamed', { name: document.name })}
                      loading={take.isPending && take.variables.id === document.id}
                      onClick={() => take.mutate(document)}
                    >
                      {translate('take')}
                    </Button>
                    {mayHold ? (
                      <Button
                        size="compact-sm"
                        aria-label={translate('removeNamed', { name: document.name })}
                        onClick={() => setRemoving(document)}
                      >
                        {translate('remove')}
                      </Button>
                    ) : null}
                  </div>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      {removing === null ? null : <RemoveDialog document={removing} onClose={() => setRemoving(null)} />}
    </Section>
  )
}
