'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { Page } from '../../../components/frame/page.tsx'
import { useApi } from '../../../trpc/client.tsx'
import type { MappingDraft } from './mapping-draft.ts'
import { MappingEditor, type MappingEditorProps } from './mapping-editor.tsx'
import classes from './mappings.module.css'

interface EditMappingPageProps extends Omit<MappingEditorProps, 'saved'> {
  readonly id: string
  readonly version: number | null
}

/** A saved mapping, its newest version or an earlier one, as the beginning of the next. */
export function EditMappingPage({ id, version, fileId, ...may }: EditMappingPageProps) {
  const translate = useTranslations('fundsMappings')
  const api = useApi()
  const mapping = useQuery(api.fundsMappings.get.queryOptions({ id, version }))
  if (mapping.data !== undefined)
    return <MappingEditor saved={mapping.data.document as MappingDraft} fileId={fileId ?? mapping.data.lastFile} {...may} />
  return (
    <Page title={id} answers={translate('editorAnswers')}>
      {mapping.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failedOne')} message={mapping.error.message} onRetry={() => mapping.refetch()} />
      )}
    </Page>
  )
}
