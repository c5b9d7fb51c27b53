'use client'

import { entryProofCommand } from '@counterfoil/audit/browser'
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { CommandLine } from '../../components/command/command-line.tsx'
import { saveFile } from '../../components/download/save-file.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { readBase64 } from './base64.ts'
import classes from './entry-detail.module.css'
import type { Proof } from './use-proof.ts'

/** The entry with its proof for somebody without access here, and the command they check it by. Taking it is recorded. */
export function OfflineSection({ id, proof }: { readonly id: string; readonly proof: Proof }) {
  const translate = useTranslations('audit.offline')
  const api = useApi()
  const taken = useMutation(
    api.audit.exportProof.mutationOptions({
      onSuccess: ({ fileName, content }) => saveFile(fileName, readBase64(content) as BlobPart, 'application/zip'),
    }),
  )
  const { verdict, keyShown } = proof
  if (verdict?.state !== 'verified' || keyShown === null) return null
  return (
    <Section
      title={translate('title')}
      note={translate('note')}
      aside={
        <Button
          size="xs"
          leftSection={<IconDownload size={14} stroke={1.6} aria-hidden="true" />}
          loading={taken.isPending}
          onClick={() => taken.mutate({ id })}
        >
          {translate('download')}
        </Button>
      }
    >
      {taken.error ? (
        <p role="alert" className={classes.problem}>
          {taken.error.message}
        </p>
      ) : taken.data ? (
        <p role="status" className={classes.quiet}>
          {translate('taken', { file: taken.data.fileName })}
        </p>
      ) : null}
      <CommandLine label={translate('command')} command={entryProofCommand(verdict.index, keyShown)} />
      <p className={classes.quiet}>{translate('how')}</p>
    </Section>
  )
}
