'use client'

import type { MappingTrial } from '@counterfoil/services/funds/files'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { Page } from '../../../components/frame/page.tsx'
import { Section } from '../../../components/section/section.tsx'
import { ChooseFile } from './choose-file.tsx'
import { FixedFields } from './fixed-fields.tsx'
import { LayoutFields } from './layout-fields.tsx'
import { draftText, firstDraft, type MappingDraft } from './mapping-draft.ts'
import classes from './mappings.module.css'
import { SampleTable } from './sample-table.tsx'
import { SaveMapping } from './save-mapping.tsx'
import { TrialResult } from './trial-result.tsx'
import { useTrial } from './use-trial.ts'
import { ValueFields } from './value-fields.tsx'
import { WordFields } from './word-fields.tsx'

export interface MappingEditorProps {
  /** One that is saved, to make its next version. */
  readonly saved: MappingDraft | null
  readonly fileId: number | null
  readonly mayBring: boolean
  readonly mayReread: boolean
}

/** A mapping is made beside the file it is for: what each column is, how values are written, and what comes of it. */
export function MappingEditor({ saved, fileId, mayBring, mayReread }: MappingEditorProps) {
  const translate = useTranslations('fundsMappings')
  const [draft, setDraft] = useState(saved)
  const { trial, busy, error } = useTrial(fileId, draft === null ? '{}' : draftText(draft))
  // The first look at the file suggests how it is laid out; that nothing can be read so is no news.
  const [look, setLook] = useState<MappingTrial | null>(null)
  if (draft === null && trial !== null) {
    setDraft(firstDraft(trial.head))
    setLook(trial)
  }
  const path = saved === null ? '/funds/files/mappings/new' : `/funds/files/mappings/${saved.id}`
  return (
    <Page title={saved === null ? translate('new') : (saved.title ?? saved.id)} answers={translate('editorAnswers')}>
      <ChooseFile fileId={fileId} mayBring={mayBring} path={path} />
      {error === null ? null : <ErrorState title={translate('trialFailed')} message={error} />}
      {draft === null ? (
        fileId === null ? null : (
          <div className={classes.toCome} aria-busy="true" />
        )
      ) : (
        <>
          <Section title={translate('layout.title')}>
            <LayoutFields draft={draft} onChange={setDraft} />
          </Section>
          {trial === null ? null : (
            <Section title={translate('sample.title')} note={translate('sample.note')}>
              {draft.layout.kind === 'fixed' ? (
                <FixedFields head={trial.head} draft={draft} onChange={setDraft} />
              ) : (
                <SampleTable head={trial.head} draft={draft} onChange={setDraft} />
              )}
            </Section>
          )}
          <Section title={translate('values.title')}>
            <ValueFields draft={draft} onChange={setDraft} />
          </Section>
          <Section title={translate('words.title')} note={translate('words.note')}>
            <WordFields draft={draft} onChange={setDraft} />
          </Section>
          {trial === null || trial === look ? null : <TrialResult trial={trial} busy={busy} />}
          <SaveMapping draft={draft} isNew={saved === null} fileId={mayReread ? fileId : null} onChange={setDraft} />
        </>
      )}
    </Page>
  )
}
