'use client'

import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { DropZone } from '../files/drop-zone.tsx'
import { useReasonWords } from '../files/use-reason-words.ts'
import classes from './mappings.module.css'

interface ChooseFileProps {
  readonly fileId: number | null
  readonly mayBring: boolean
  /** The page's address without the file. */
  readonly path: string
}

/** Which file the mapping is tried on: one that is here, or one that is brought now. */
export function ChooseFile({ fileId, mayBring, path }: ChooseFileProps) {
  const translate = useTranslations('fundsMappings.file')
  const api = useApi()
  const router = useRouter()
  const { shortReason } = useReasonWords()
  const files = useQuery(api.fundsFiles.list.queryOptions({ limit: 100 })).data?.files ?? []
  const choose = (id: number | string) => router.replace(`${path}?file=${id}`)
  const options = files
    .filter(({ state }) => state !== 'duplicate')
    .map(({ id, name, reason }) => ({
      value: String(id),
      label: `${id} · ${name}${reason === null ? '' : ` · ${shortReason(reason)}`}`,
    }))
  const known = fileId === null || options.some(({ value }) => value === String(fileId))
  return (
    <Section title={translate('title')}>
      <NativeSelect
        className={classes.chooser}
        label={translate('here')}
        value={fileId ?? ''}
        data={[
          ...(fileId === null ? [{ value: '', label: translate('choose') }] : []),
          ...(known ? [] : [{ value: String(fileId), label: String(fileId) }]),
          ...options,
        ]}
        onChange={({ currentTarget: { value } }) => value !== '' && choose(value)}
      />
      {fileId === null && mayBring ? (
        <div className={classes.bring}>
          <DropZone onKept={choose} />
        </div>
      ) : null}
    </Section>
  )
}
