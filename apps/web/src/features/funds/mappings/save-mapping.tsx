'use client'

import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import type { MappingDraft } from './mapping-draft.ts'
import classes from './mappings.module.css'

interface SaveMappingProps {
  readonly draft: MappingDraft
  readonly isNew: boolean
  /** A file that may be read again by it. */
  readonly fileId: number | null
  readonly onChange: (draft: MappingDraft) => void
}

/** Gives it a name and keeps it: a saved version never changes. */
export function SaveMapping({ draft, isNew, fileId, onChange }: SaveMappingProps) {
  const translate = useTranslations('fundsMappings.save')
  const api = useApi()
  const queries = useQueryClient()
  const router = useRouter()
  const file = useQuery(api.fundsFiles.get.queryOptions({ id: fileId ?? 0 }, { enabled: fileId !== null }))
  const waits = file.data !== undefined && ['held', 'refused', 'previewed'].includes(file.data.state) && !file.data.decided
  const save = useMutation(api.fundsMappings.save.mutationOptions())
  const reread = useMutation(api.fundsFiles.reread.mutationOptions())
  const busy = save.isPending || reread.isPending
  const run = async (again: boolean) => {
    const { id } = await save.mutateAsync({ document: JSON.stringify(draft) })
    if (again && fileId !== null) await reread.mutateAsync({ id: fileId, mappingId: id })
    await queries.invalidateQueries(api.fundsMappings.pathFilter())
    await queries.invalidateQueries(api.fundsFiles.pathFilter())
    router.push(again && fileId !== null ? `/funds/files/${fileId}` : '/funds/files/mappings')
  }
  // What failed is told below.
  const start = (again: boolean) => void run(again).catch(() => {})
  const error = save.error ?? reread.error
  return (
    <Section title={translate('title')} note={translate('note')}>
      <div className={classes.fields}>
        <TextInput
          label={translate('id')}
          description={translate('idHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={draft.id}
          maxLength={64}
          disabled={!isNew}
          onChange={({ currentTarget }) => onChange({ ...draft, id: currentTarget.value.toLowerCase() })}
        />
        <TextInput
          label={translate('name')}
          value={draft.title ?? ''}
          maxLength={120}
          onChange={({ currentTarget: { value } }) => {
            const { title: _, ...rest } = draft
            onChange(value === '' ? rest : { ...rest, title: value })
          }}
        />
      </div>
      <ProblemLine text={error === null ? null : error.message} />
      <div className={classes.buttons}>
        {waits ? (
          <Button variant="filled" loading={busy} disabled={draft.id === ''} onClick={() => start(true)}>
            {translate('saveAndRead', { file: fileId ?? 0 })}
          </Button>
        ) : null}
        <Button variant={waits ? 'default' : 'filled'} loading={busy} disabled={draft.id === ''} onClick={() => start(false)}>
          {translate('save')}
        </Button>
      </div>
    </Section>
  )
}
