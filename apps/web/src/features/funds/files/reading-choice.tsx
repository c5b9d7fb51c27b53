'use client'

import type { FileDetail } from '@counterfoil/services/funds/files'
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from './files.module.css'

interface ReadingChoiceProps {
  readonly file: FileDetail
  readonly mayConfigure: boolean
}

const WAITS: readonly FileDetail['state'][] = ['held', 'refused', 'previewed']

/** Which expected file this is and which mapping reads it, where the file does not say; then it is read again. */
export function ReadingChoice({ file, mayConfigure }: ReadingChoiceProps) {
  const translate = useTranslations('fundsFiles.choice')
  const words = useTranslations('fundsFiles.decision')
  const api = useApi()
  const queries = useQueryClient()
  const sources = useQuery(api.fundsFiles.sources.queryOptions()).data ?? []
  const mappings = useQuery(api.fundsMappings.list.queryOptions()).data ?? []
  const [source, setSource] = useState(file.source === null ? '' : String(file.source.id))
  const [mapping, setMapping] = useState(file.mapping?.id ?? '')
  const reread = useMutation(
    api.fundsFiles.reread.mutationOptions({ onSettled: () => queries.invalidateQueries(api.fundsFiles.pathFilter()) }),
  )
  if (!WAITS.includes(file.state) || file.decided) return null
  const none = { value: '', label: translate('unchanged') }
  return (
    <Section title={translate('title')}>
      <div className={classes.choice}>
        <NativeSelect
          label={translate('source')}
          value={source}
          data={[none, ...sources.map(({ id, name }) => ({ value: String(id), label: name }))]}
          onChange={({ currentTarget }) => setSource(currentTarget.value)}
        />
        <NativeSelect
          label={translate('mapping')}
          value={mapping}
          data={[none, ...mappings.map(({ id, title }) => ({ value: id, label: title }))]}
          onChange={({ currentTarget }) => setMapping(currentTarget.value)}
        />
        <Button
          loading={reread.isPending}
          onClick={() =>
            reread.mutate({ id: file.id, sourceId: source === '' ? null : Number(source), mappingId: mapping || null })
          }
        >
          {words('reread')}
        </Button>
      </div>
      {mayConfigure ? (
        <Link
          className={classes.link}
          href={
            mapping === ''
              ? `/funds/files/mappings/new?file=${file.id}`
              : `/funds/files/mappings/${encodeURIComponent(mapping)}?file=${file.id}`
          }
        >
          {translate(mapping === '' ? 'make' : 'edit')}
        </Link>
      ) : null}
      <ProblemLine text={reread.error === null ? null : reread.error.message} />
    </Section>
  )
}
